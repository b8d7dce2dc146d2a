// What computes the network here: the version of oneDNN, and what the CPU can do in its eyes.

#if Inception
    import COneDNN
#endif

/// The library that computes the network.
public struct NetworkLibrary: Sendable, Equatable {
    /// What the CPU does in bfloat16 without imitating it.
    public enum BFloat16: String, Sendable {
        case none
        /// AVX512-BF16: about twice as fast as float32.
        case vectors
        /// AMX: several times as fast.
        case tiles
    }

    /// The version of oneDNN, `2.6.3`.
    public let version: String
    /// The best instruction set that it uses on this CPU.
    public let instructionSet: String
    public let bfloat16: BFloat16

    /// Opens oneDNN, and asks it.
    ///
    /// Throws ``InceptionError`` where it cannot be opened, or fid was built without the network.
    public init() throws {
        #if Inception
            let session = try OneDNNSession()
            version = session.version
            instructionSet = String(cString: fid_dnn_instruction_set())
            bfloat16 = session.bfloat16
        #else
            throw InceptionError.leftOut
        #endif
    }
}
