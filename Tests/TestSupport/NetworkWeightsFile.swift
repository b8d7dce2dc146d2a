// Files of weights made by rule: for the Inception network once for all tests of a process, and for small encoders of CLIP.

import Foundation

public enum NetworkWeightsFile {
    /// A `.safetensors` file of ``DeterministicWeights``, 95 MB, which goes with the process. The numbers are written as they lie in memory:
    /// one by one they would take a build for tests a minute.
    public static func make(shapes: [String: [Int]]) throws -> String {
        let weights = try DeterministicWeights(shapes: shapes)
        let path = NSTemporaryDirectory() + "fid-test-weights-\(getpid()).safetensors"
        let tensors = try weights.names.map { (name: $0, shape: weights.shape(of: $0) ?? [], values: try weights.values(of: $0)) }
        try safetensors(tensors).write(to: URL(fileURLWithPath: path))
        atexit {
            unlink(NSTemporaryDirectory() + "fid-test-weights-\(getpid()).safetensors")
        }
        return path
    }

    /// The bytes of a `.safetensors` file of single precision.
    public static func safetensors(_ tensors: [(name: String, shape: [Int], values: [Float])]) -> Data {
        var header = "{"
        var (data, start) = (Data(), 0)
        for tensor in tensors {
            let end = start + 4 * tensor.values.count
            let shape = tensor.shape.map(String.init).joined(separator: ",")
            header +=
                (start > 0 ? "," : "")
                + #""\#(tensor.name)":{"dtype":"F32","shape":[\#(shape)],"data_offsets":[\#(start),\#(end)]}"#
            tensor.values.withUnsafeBytes { data.append(contentsOf: $0) }
            start = end
        }
        return Data(StateDictWriter.safetensors(header: header + "}", data: [])) + data
    }
}
