// The command `fid-bench`.

import ArgumentParser
import COpenBLAS
import Foundation

@main
struct FidBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fid-bench",
        abstract: "Measures fid against other tools and against bare BLAS and LAPACK, side by side.",
        discussion: """
            FID_BENCH_FID names another executable than .build/release/fid, FID_BENCH_VENV another environment for the peers than \
            Benchmarks/.venv, FID_FLOWERS another folder for roses.npy and tulips.npy than ../shared/data/flowers, \
            FID_BENCH_PICTURES a folder of JPEG and PNG files, whose subfolders are searched, in place of generated pictures.
            """,
        subcommands: [RunSuite.self, RunBare.self],
        defaultSubcommand: RunSuite.self
    )
}

struct RunSuite: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run all benchmarks (the default).",
        discussion: """
            All groups take some forty minutes on two cores that have nothing else to do, of which `large`, the measures of \
            2 × 50,000 samples, takes six, and `pictures`, 640 of them through the network, thirteen. Only --output writes a \
            file, and a report of some groups says which are missing.

            Examples:
              fid-bench --output Benchmarks/RESULTS.md
              fid-bench --only kid --only cmmd
              FID_BENCH_PICTURES=photos fid-bench --only pictures
              fid-bench --quick --skip-large

            Groups:
            \(Group.allCases.map { "  \($0.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0))\($0.heading)" }.joined(separator: "\n"))
            """)

    @Flag(help: "One round on small data: to see whether all works, not how fast.")
    var quick = false

    @Option(help: ArgumentHelp("Rounds that count.", valueName: "n"))
    var rounds: Int?

    @Option(help: ArgumentHelp("Threads that each process may use.", valueName: "n"))
    var threads = 2

    @Option(help: ArgumentHelp("Run only this group; may be given several times.", valueName: "group"))
    var only: [Group] = []

    @Option(help: ArgumentHelp("Run only what has this text in its title.", valueName: "text"))
    var title: String?

    @Flag(help: "Leave out the group `large`, which is slow.")
    var skipLarge = false

    @Option(help: ArgumentHelp("Write the report to this file, too.", valueName: "file"))
    var output: String?

    func validate() throws {
        if let rounds, rounds < 1 { throw ValidationError("--rounds \(rounds): at least one round is needed.") }
        if threads < 1 { throw ValidationError("--threads \(threads): at least one thread is needed.") }
        if skipLarge, only.contains(.large) { throw ValidationError("--only large --skip-large: nothing is left to run.") }
    }

    func run() throws {
        let workplace = try Workplace(threads: threads)
        let rounds = Rounds(count: rounds ?? (quick ? 1 : 5))
        let suite = Suite(workplace: workplace, scale: quick ? .quick : .full)
        Surroundings.readLibraries(of: workplace)
        // The targets are set for the full size.
        var report = Report(
            surroundings: Surroundings(workplace: workplace, rounds: rounds, scale: suite.scale), judges: !quick,
            titled: title)
        for group in Group.allCases where isWanted(group) { report.add(group, of: suite, rounds: rounds) }
        print(report.markdown, terminator: "")
        if let output {
            do {
                try report.markdown.write(toFile: output, atomically: true, encoding: .utf8)
            } catch {
                throw BenchError.cannotWrite(path: output, reason: error.localizedDescription)
            }
        }
    }

    private func isWanted(_ group: Group) -> Bool {
        (only.isEmpty || only.contains(group)) && !(skipLarge && group == .large)
    }
}

/// What `fid-bench` starts itself as, to run bare routines in a clean process.
struct RunBare: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bare", abstract: "Run bare routines once and print their seconds as JSON.", shouldDisplay: false)

    enum Routine: String, ExpressibleByArgument, CaseIterable {
        case core, scatter, cholesky, pivoted
        case crossGram = "cross-gram"
    }

    @Argument var routine: Routine
    @Argument(help: "Two .npy files; for `scatter`, the numbers of rows and columns.") var operands: [String] = []

    func validate() throws {
        if routine != .core, operands.count != 2 { throw ValidationError("`bare \(routine.rawValue)` takes two operands.") }
    }

    func run() throws {
        let reply: BareReply
        switch routine {
        case .core:
            print("\(String(cString: openblas_get_config())), core \(String(cString: openblas_get_corename()))")
            return
        case .scatter:
            guard let rows = Int(operands[0]), let columns = Int(operands[1]), rows > 0, columns > 0,
                !rows.multipliedReportingOverflow(by: columns).overflow
            else { throw ValidationError("`bare scatter` takes the numbers of rows and columns.") }
            reply = BareRoutines.scatter(rows: rows, columns: columns)
        case .cholesky: reply = try BareRoutines.cholesky(covariance(0), covariance(1))
        case .pivoted: reply = try BareRoutines.pivoted(covariance(0), covariance(1))
        case .crossGram:
            let (first, second) = (try NumpyFile(path: operands[0]), try NumpyFile(path: operands[1]))
            try require(first.columns == second.columns, operands[1], "it has not as many columns as \(operands[0])")
            try require(min(first.rows, second.rows) > 1, operands[0], "it or \(operands[1]) has fewer than two rows")
            reply = try BareRoutines.crossGram(first, second)
        }
        print(String(decoding: try JSONEncoder().encode(reply), as: UTF8.self))
    }

    private func covariance(_ index: Int) throws(BenchError) -> NumpyFile {
        let matrix = try NumpyFile(path: operands[index])
        try require(matrix.rows == matrix.columns, operands[index], "it is not square")
        return matrix
    }

    private func require(_ condition: Bool, _ path: String, _ reason: String) throws(BenchError) {
        if !condition { throw .cannotRead(path: path, reason: reason) }
    }
}
