// Where the project lies, and the real features that lie beside it on its authors' machines.

import Foundation

public enum SharedData {
    /// The folder of the package.
    public static let projectRoot = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The folder beside the package with what it does not carry itself.
    public static let root = projectRoot.deletingLastPathComponent().appending(path: "shared")

    /// The features of the flower photographs, one `.npy` a class.
    public static let flowers = root.appending(path: "data/flowers")

    /// Forty photographs, twenty of them roses and twenty tulips.
    public static let photographs = root.appending(path: "data/photos")

    public static let hasPhotographs = FileManager.default.fileExists(atPath: photographs.appending(path: "roses").path)

    /// Why a test is skipped without them.
    public static let noPhotographs = "the photographs are not here (../shared/data/photos)"

    public static let hasFlowers = FileManager.default.fileExists(atPath: flowers.appending(path: "roses.npy").path)

    /// Why a test is skipped without them.
    public static let noFlowers = "the flower features are not here (../shared/data/flowers)"
}
