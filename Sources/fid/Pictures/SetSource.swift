// A set as the command line names it, and the file in which its features are.

import FeatureFiles
import Images
import InceptionNetwork
import Localization

struct SetSource {
    /// What the user named.
    let path: String
    /// The file of its features: the same, or one made of pictures.
    let file: String
    /// How its pictures became features; nil for files of features.
    let pictures: Pictures?

    struct Pictures {
        let record: PictureRecord
        /// The SHA-256 of the pictures' contents.
        let identity: String
        /// The files of other layers that were asked for, too.
        let others: [FeatureLayer: String]
        /// What the network's coarser precision does to the features.
        let comparison: PrecisionComparison?
    }

    /// What lies in a folder of features, where that was looked into already.
    let folder: FolderInput?

    /// What its files of features tell of how they came about; nil for pictures, and where nobody asked.
    let told: PooledOrigin?

    /// How its features came about; nil where nobody tells.
    var origin: FeatureOrigin? { pictures.map { FeatureOrigin($0.record) } ?? told?.common }

    /// A file of features.
    init(_ path: String) {
        self.init(path, folder: nil, told: nil)
    }

    private init(_ path: String, folder: FolderInput?, told: PooledOrigin?) {
        self.path = path
        file = path
        pictures = nil
        self.folder = folder
        self.told = told
    }

    /// A file or a folder of features, with what it tells of how they came about.
    ///
    /// - Throws: what looking into a folder throws.
    init(features path: String, key: String?) throws {
        let folder = FolderInput.isFolder(path) ? try FolderInput.open(path, key: key) : nil
        self.init(path, folder: folder, told: PooledOrigin(folder?.files ?? [path]))
    }

    init(_ path: String, file: String, pictures: Pictures) {
        self.path = path
        self.file = file
        self.pictures = pictures
        folder = nil
        told = nil
    }

    /// The same set with the features of another layer, where those were asked for.
    func at(_ layer: FeatureLayer) -> SetSource {
        guard let pictures, let file = pictures.others[layer] else { return self }
        return SetSource(path, file: file, pictures: pictures)
    }

    /// The file of the logits of its pictures, where those were asked for.
    var logits: String? {
        guard let pictures, origin?.extractor == .inception else { return nil }
        if pictures.record.layer == Tap.logitsUnbiased.layerName { return file }
        return pictures.others[.inception(.logitsUnbiased)]
    }

    /// The key of an array, which a file made of pictures does not have.
    func key(_ key: String?) -> String? { pictures == nil ? key : nil }
}
