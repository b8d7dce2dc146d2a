// Damaged files give an error or a result, never a crash.

import FeatureFiles
import LinearAlgebra
import TestSupport
import Testing

@Suite struct FuzzTests {
    private static let originals: [[UInt8]] = {
        let array = npy([3, 2], [1, 2, 3, 4, 5, 6])
        let half = npy("<f2", "(3, 2)", fortran: true, version: 3, data: [UInt8](repeating: 0x35, count: 12))
        let mu = npy([2], [1, 2])
        let sigma = npy([2, 2], [2, 0.5, 0.5, 2])
        let count = npy("<i8", "()", data: littleEndian(Int64(5)))
        let compact = Zip([
            "mu": mu, "count": count, "factor": npy([3], [1, 2, 3]), "factor_scale": npy([2], [1, 2]),
            "factor_shape": npy("<i8", "(2,)", data: littleEndian(Int64(2)) + littleEndian(Int64(2))),
        ])
        var wide = Zip([
            .init(name: "x.npy", content: array, usesZip64: true), .init(name: "y.npy", content: mu, isDeflated: true),
        ])
        wide.usesZip64 = true
        let streamed = Zip([.init(name: "x.npy", content: half, isDeflated: true, usesDescriptor: true)])
        return [
            array, half, Zip(["mu": mu, "sigma": sigma, "count": count]).bytes, compact.bytes, wide.bytes, streamed.bytes,
            Array("a,b\n1,2/3\n4e5,-6.5\n".utf8),
        ]
    }()

    @Test func mutations() throws {
        let folder = try TemporaryFolder()
        let seed: UInt64 = 20_261_121
        var generator = SeededGenerator(seed: seed)
        var (failures, results) = (0, 0)
        for round in 0..<2000 {
            let original = round % Self.originals.count
            let damaged = mutate(Self.originals[original], &generator)
            let path = try folder.write(damaged, to: "x")
            do {
                switch try FeatureFile.open(path) {
                case .samples(var reader):
                    #expect(reader.rows > 0 && reader.columns > 0)
                    if reader.rows * reader.columns <= 10_000 {
                        let all = try reader.readAll()
                        #expect(all.elements.allSatisfy { $0.isFinite }, "round \(round), seed \(seed)")
                        var last = [Double](repeating: 0, count: reader.columns)
                        try last.withUnsafeMutableBufferPointer { try reader.read(rows: reader.rows - 1..<reader.rows, into: $0) }
                        #expect(last == Array(all.elements.suffix(reader.columns)), "round \(round), seed \(seed)")
                    }
                case .statistics(let statistics):
                    #expect(statistics.mean.elements.allSatisfy { $0.isFinite }, "round \(round), seed \(seed)")
                }
                results += 1
            } catch let error as FeatureFileError {
                #expect(error.phrase.english.hasPrefix(path), "round \(round), seed \(seed)")
                failures += 1
            }
        }
        #expect(failures > 500)
        #expect(results > 100)
    }

    private func mutate(_ bytes: [UInt8], _ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let place = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0..<8, using: &generator) {
            case 0: bytes.removeSubrange(place...)
            case 1: bytes.removeSubrange(place..<min(bytes.count, place + Int.random(in: 1...8, using: &generator)))
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: place)
            case 3: bytes[place] = [0, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
            case 4: bytes[place] = UInt8.random(in: 0x20...0x7E, using: &generator)
            default: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            }
        }
        return bytes
    }
}
