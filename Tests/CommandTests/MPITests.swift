// The recipe for Open MPI, run as it is documented, where Open MPI is installed.

import Foundation
import LinearAlgebra
import TestSupport
import Testing

@Suite struct MPITests {
    /// Whether an mpirun is there that is Open MPI's: the one of MPICH takes other options.
    static let hasOpenMPI: Bool = {
        guard let run = try? Command.shell("mpirun --version") else { return false }
        return run.code == 0 && run.output.contains("Open MPI")
    }()

    @Test(.enabled(if: hasOpenMPI, "Open MPI is not here (Debian's openmpi-bin)"))
    func `four processes write four shards, which merge in any order to the whole`() throws {
        let scratch = try Scratch()
        var paths: [String] = []
        for (name, seed) in [("x", 1), ("y", 2)] {
            let samples = Matrix<Double>.random(rows: 90, columns: 12, seed: seed, offset: 10)
            paths.append(try scratch.write("\(name).npy", NPY.doubles(samples.elements, shape: "(90, 12)")))
        }
        let mpirun = "mpirun --oversubscribe --allow-run-as-root -n 4"
        let line = "cd '\(scratch.url.path)' && \(mpirun) \"$FID\" stats x.npy -o 'x-{shard}.npz'"
        let run = try Command.shell(line, environment: ["HOME": scratch.url.path, "OPENBLAS_NUM_THREADS": "1"])
        #expect(run.code == 0, "\(run.errors)")
        #expect(
            run.output.split(separator: "\n").sorted() == [
                "x-1-of-4.npz: shard 1 of 4, rows 1–23 of 90, 12 features (Open MPI)",
                "x-2-of-4.npz: shard 2 of 4, rows 24–46 of 90, 12 features (Open MPI)",
                "x-3-of-4.npz: shard 3 of 4, rows 47–68 of 90, 12 features (Open MPI)",
                "x-4-of-4.npz: shard 4 of 4, rows 69–90 of 90, 12 features (Open MPI)",
            ])
        var generator = SeededGenerator(seed: 4)
        let shards = (1...4).map { "x-\($0)-of-4.npz" }
        let expected = try distance(paths[0], paths[1])
        #expect(expected > 0.1, "two samples differ")
        for _ in 0..<3 {
            let merge = try Command.run(["merge"] + shards.shuffled(using: &generator) + ["-o", "m.npz"], in: scratch.url)
            #expect(merge.code == 0, "\(merge.errors)")
            #expect(isClose(try distance(scratch.path("m.npz"), paths[1]), expected, relative: 1e-12))
        }
        // One process lost: its shard is named.
        try FileManager.default.removeItem(atPath: scratch.path("x-3-of-4.npz"))
        let lost = try Command.shell("cd '\(scratch.url.path)' && \"$FID\" merge x-*.npz -o m.npz")
        #expect(lost.code == 2)
        #expect(lost.errors.hasPrefix("fid: shard 3 of 4 is missing beside x-1-of-4.npz, x-2-of-4.npz, x-4-of-4.npz: "))
    }

    private func distance(_ a: String, _ b: String) throws -> Double {
        struct Record: Decodable { let frechetInceptionDistance: Double }
        let run = try Command.run(["compute", a, b, "--json", "--no-split"])
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Record.self, from: Data(run.output.utf8)).frechetInceptionDistance
    }
}
