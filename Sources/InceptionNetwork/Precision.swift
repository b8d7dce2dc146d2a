// The numbers in which the network computes.

/// The precision of the network's arithmetic.
public enum Precision: String, CaseIterable, Sendable {
    /// 32-bit floating point, as PyTorch computes it on a CPU.
    case float32
    /// 16 bits, 8 of them for the fraction, summed in 32 bits: faster on CPUs that have instructions for it, and coarser
    /// (``PrecisionComparison`` says by how much on given pictures).
    case bfloat16 = "bf16"

    var type: NumberType { self == .float32 ? .float32 : .bfloat16 }
}
