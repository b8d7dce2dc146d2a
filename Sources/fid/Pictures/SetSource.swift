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
        /// The file of the logits, where those were asked for.
        let logits: String?
        /// What the network's coarser precision does to the features.
        let comparison: PrecisionComparison?
    }

    /// What lies in a folder of features, where that was looked into already.
    let folder: FolderInput?

    /// A file or a folder of features.
    init(_ path: String, folder: FolderInput? = nil) {
        self.path = path
        file = path
        pictures = nil
        self.folder = folder
    }

    init(_ path: String, file: String, pictures: Pictures) {
        self.path = path
        self.file = file
        self.pictures = pictures
        folder = nil
    }

    /// The key of an array, which a file made of pictures does not have.
    func key(_ key: String?) -> String? { pictures == nil ? key : nil }
}
