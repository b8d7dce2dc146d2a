// What oneDNN is on this machine, without a network.

#if Inception
    import COneDNN
#endif

/// The library that computes the network.
public struct LibraryInformation: Sendable {
    /// `2.6.3`.
    public let version: String
    /// The best instruction set that it uses on this CPU.
    public let instructionSet: String
    /// Whether ``Precision/bfloat16`` can be had.
    public let hasBFloat16: Bool

    /// - Throws: ``InceptionError`` where fid was built without the network or the library cannot be opened.
    public init() throws {
        #if Inception
            let session = try OneDNNSession()
            version = session.version
            instructionSet = String(cString: fid_dnn_instruction_set())
            hasBFloat16 = session.bfloat16 != fid_dnn_no_bfloat16
        #else
            throw InceptionError.leftOut
        #endif
    }
}
