// What a stage of the network gives, for those who look inside.

/// A stage's output for one image.
public struct StageOutput: Sendable {
    /// The stage, as pytorch-fid names its parts (`Conv2d_1a_3x3`, `maxpool1`, `Mixed_5b`).
    public let name: String
    /// Which image of the batch, counted from 0.
    public let image: Int
    public let height: Int
    public let width: Int
    public let channels: Int
    /// `height × width × channels` values, the channels of a pixel side by side.
    public let values: [Float]

    /// One value; all counted from 0.
    public subscript(channel: Int, row: Int, column: Int) -> Float {
        values[(row * width + column) * channels + channel]
    }
}
