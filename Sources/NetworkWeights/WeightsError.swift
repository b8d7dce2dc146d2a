// What can be wrong with a file of weights: the facts. The sentences are in `WeightsError+Phrase.swift`.

import FeatureFiles
import Localization

/// Why weights cannot be read or used. Bytes are counted from 0, from the start of the file.
public enum WeightsError: ExplainedError, Equatable {
    /// The file itself: it is missing, unreadable, empty, or a damaged archive.
    case file(FeatureFileError)
    case isFolder(file: String)
    /// Something else than weights; `format` where that can be told.
    case notWeights(file: String, start: [UInt8], ForeignFormat?)
    case truncated(file: String, Truncation)
    /// The file ends inside its table of contents.
    case truncatedTable(file: String, size: Int)

    // PyTorch's files.
    case pickle(file: String, offset: Int, PickleProblem)
    /// A pickle that `torch.save` did not write.
    case otherPickle(file: String)
    case unknownVersion(file: String)
    /// A zip archive that is no state dict.
    case otherArchive(file: String)
    case compressed(file: String, member: String)
    /// No dictionary of tensors, or several; `keys` are what was found instead.
    case noStateDict(file: String, keys: [String])
    /// Modules of a TorchScript program that are within each other more often than any network's.
    case tooManyModules(file: String, module: String)
    case missingStorage(file: String, tensor: String)
    /// A storage of another length than the pickle claims.
    case wrongStorageSize(file: String, offset: Int, claimed: Int, found: Int)
    /// The list of storages contradicts the pickle.
    case damagedTable(file: String, offset: Int)
    case unknownByteOrder(file: String, offset: Int, order: String)

    // Files of safetensors.
    case damagedHeader(file: String, tensor: String?)
    case unknownElements(file: String, tensor: String, type: String)

    // Tensors.
    case noTensor(file: String, name: String, suggestion: String?)
    case notFinite(file: String, tensor: String, index: Int, value: String)
    /// The tensors are not those of the network.
    case mismatch(file: String, WeightComparison)
}

extension WeightsError {
    /// Runs `body`; what it throws about files is said of weights.
    static func about<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch FeatureFileError.isDirectory {
            throw WeightsError.isFolder(file: path)
        } catch let error as FeatureFileError {
            throw WeightsError.file(error)
        }
    }

    /// Runs `body`; what it throws about a pickle is said of the file, with the byte.
    static func unpickling<Result>(
        _ file: InputFile, _ unpickler: inout Unpickler, _ body: (inout Unpickler) throws -> Result
    ) throws -> Result {
        do {
            return try body(&unpickler)
        } catch PickleProblem.ends where unpickler.isAtEndOfFile {
            throw WeightsError.truncatedTable(file: file.name, size: file.size)
        } catch let problem as PickleProblem {
            throw WeightsError.pickle(file: file.name, offset: unpickler.operationStart, problem)
        }
    }
}
