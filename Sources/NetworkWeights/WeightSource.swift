// Where a network takes its weights from: a file of tensors by name, or a rule that makes them.

/// Tensors by name, as 32-bit floating point in C order.
public protocol WeightSource: Sendable {
    /// The names of all tensors, sorted.
    var names: [String] { get }

    /// The shape of the tensor of that name; nothing where there is none.
    func shape(of name: String) -> [Int]?

    /// The values of the tensor of that name, in C order of its shape whatever its strides in the file.
    ///
    /// Throws what says that the tensor is missing, or where the file ends or is damaged.
    func values(of name: String) throws -> [Float]
}
