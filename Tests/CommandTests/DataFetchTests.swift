// `fid data fetch` from repositories made here: what arrives, what is checked, what is left alone, and what is said without a network.

import FeatureFiles
import Foundation
import LinearAlgebra
import TestSupport
import Testing

/// A made-up data set: a git repository with two classes, and the manifest that describes it.
private struct FlowerGarden {
    static let columns = 6
    static let classes = ["asters", "tulips"]

    let scratch: Scratch
    let work: URL
    let bare: String
    let manifest: String
    let output: String
    var rows: [String: Matrix<Double>] = [:]

    init() throws {
        scratch = try Scratch()
        work = scratch.url.appending(path: "work")
        bare = scratch.path("bare.git")
        manifest = scratch.path("garden.json")
        output = scratch.path("out")
        for (index, name) in Self.classes.enumerated() {
            let matrix = Matrix<Double>.random(rows: 4 + index, columns: Self.columns, seed: index + 1)
            // Six digits, as in the files of the flowers.
            rows[name] = matrix.map { Double(Float(String(format: "%.6f", abs($0))) ?? 0) }
        }
        try writeFiles()
        try commit("flowers")
        try writeManifest()
    }

    func names(_ name: String) -> [String] {
        // Ten before nine: in the order of the bytes, as sorted(os.listdir) has it.
        (0..<(rows[name]?.rows ?? 0)).map { "\(8 + $0)_photo.jpg" }.sorted()
    }

    func writeFiles() throws {
        for name in Self.classes {
            let folder = work.appending(path: "bottlenecks/\(name)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            for (row, image) in names(name).enumerated() {
                let numbers = (0..<Self.columns).map { String(format: "%.6f", rows[name]?[row, $0] ?? 0) }
                try numbers.joined(separator: ",").write(
                    to: folder.appending(path: image + ".txt"), atomically: true, encoding: .utf8)
            }
        }
        // What is not fetched: another folder, and a file that is not text.
        try FileManager.default.createDirectory(at: work.appending(path: "models"), withIntermediateDirectories: true)
        try Data(count: 100_000).write(to: work.appending(path: "models/graph.pb"))
    }

    /// Commits the work tree and brings the bare repository up to it.
    func commit(_ message: String) throws {
        let identity = "-c user.name=Gardener -c user.email=gardener@example.org -c commit.gpgsign=false"
        let run = try Command.shell(
            """
            set -e; cd '\(work.path)'; export HOME='\(scratch.url.path)' GIT_CONFIG_NOSYSTEM=1
            [ -d .git ] || git init --quiet
            git add -A && git \(identity) commit --quiet -m '\(message)'
            rm -rf '\(bare)' && git clone --quiet --bare . '\(bare)'
            git -C '\(bare)' config uploadpack.allowFilter true
            git -C '\(bare)' config uploadpack.allowAnySHA1InWant true
            """)
        #expect(run.code == 0, "\(run.errors)")
    }

    func writeManifest(repository: String? = nil) throws {
        let facts = try Self.classes.map { name -> [String: Any] in
            let matrix = rows[name] ?? .zeros(rows: 0, columns: Self.columns)
            let hash = try FileHash.sha256(of: matrix, as: .float32, name: name).hexadecimal
            return ["name": name, "rows": matrix.rows, "sha256": hash]
        }
        let manifest: [String: Any] = [
            "name": "garden", "repository": repository ?? "file://\(bare)", "folder": "bottlenecks",
            "columns": Self.columns, "classes": facts,
            "credits": ["en": ["Flowers: the gardener, CC-BY 2.0."], "zh": ["花：园丁，CC-BY 2.0。"]],
        ]
        try JSONSerialization.data(withJSONObject: manifest).write(to: URL(fileURLWithPath: self.manifest))
    }

    func fetch(_ arguments: [String] = [], environment: [String: String] = [:]) throws -> Run {
        try Command.run(
            ["data", "fetch", "garden", "--manifest", manifest, "-o", output] + arguments,
            environment: ["HOME": scratch.url.path, "GIT_CONFIG_NOSYSTEM": "1"].merging(environment) { $1 })
    }

    func contents() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: output).sorted() }
}

@Suite struct DataFetchTests {
    private static let all = ["CREDITS.txt", "asters.npy", "asters.txt", "tulips.npy", "tulips.txt"]

    private static func report(_ first: String, _ second: String, _ output: String) -> String {
        """
        asters  4 × 6  \(first), SHA-256 right
        tulips  5 × 6  \(second), SHA-256 right

        Flowers: the gardener, CC-BY 2.0.

        Next:
          fid compute \(output)/asters.npy \(output)/tulips.npy

        """
    }

    @Test(arguments: ["the address of the manifest", "a path of a bare repository", "a path of a folder with the files"])
    func `the classes arrive as float32, with names and credits`(source: String) throws {
        let garden = try FlowerGarden()
        let from =
            switch source {
            case "a path of a bare repository": ["--from", garden.bare]
            case "a path of a folder with the files": ["--from", garden.work.path]
            default: [String]()
            }
        let run = try garden.fetch(from)
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output == Self.report("fetched", "fetched", garden.output))
        #expect(try garden.contents() == Self.all, "no clone, no lock is left")
        for name in FlowerGarden.classes {
            guard case .samples(let reader) = try FeatureFile.open("\(garden.output)/\(name).npy") else { continue }
            #expect(reader.elementType == .float32)
            #expect(try reader.readAll() == garden.rows[name])
            let names = try String(contentsOfFile: "\(garden.output)/\(name).txt", encoding: .utf8)
            #expect(names == garden.names(name).joined(separator: "\n") + "\n")
        }
        let credits = try String(contentsOfFile: "\(garden.output)/CREDITS.txt", encoding: .utf8)
        #expect(credits == "Flowers: the gardener, CC-BY 2.0.\n\n花：园丁，CC-BY 2.0。\n")
        #expect(try Command.run(["compute", "\(garden.output)/asters.npy", "\(garden.output)/tulips.npy"]).code == 0)
    }

    @Test func `a run that was stopped goes on, and what is there is not fetched again`() throws {
        var garden = try FlowerGarden()
        // The second class is damaged at its home: the first is done, the run stops.
        let right = garden.rows["tulips"]
        garden.rows["tulips"]?[2, 3] += 0.5
        try garden.writeFiles()
        try garden.commit("a wrong number")
        let stopped = try garden.fetch()
        #expect(stopped.code == 2)
        #expect(stopped.output == "asters  4 × 6  fetched, SHA-256 right\n")
        let last = try #require(stopped.errors.split(separator: "\n").last)
        #expect(last.hasPrefix("fid: tulips is not what it was when it was recorded (SHA-256 "), "\(stopped.errors)")
        #expect(try garden.contents() == [".fetch", "asters.npy", "asters.txt"], "nothing unchecked, and git's objects kept")
        let objects = try Command.shell(
            "git -C '\(garden.output)/.fetch' rev-list --objects --missing=print refs/fid/source | grep -c '^?'")
        #expect(objects.output == "1\n", "models/graph.pb is not among them")

        // Mended at its home; the first class would not be found there any more.
        garden.rows["tulips"] = right
        try garden.writeFiles()
        try FileManager.default.removeItem(at: garden.work.appending(path: "bottlenecks/asters"))
        try garden.commit("mended")
        let resumed = try garden.fetch()
        #expect(resumed.code == 0, "\(resumed.errors)")
        #expect(resumed.output == Self.report("there already", "fetched", garden.output))
        #expect(try garden.contents() == Self.all)

        // All there: no network is needed.
        try FileManager.default.removeItem(atPath: garden.bare)
        let again = try garden.fetch()
        #expect(again.code == 0 && again.errors == "")
        #expect(again.output == Self.report("there already", "there already", garden.output))

        // A file that was changed on the disk is not taken for right.
        try NPYWriter.write(.zeros(rows: 4, columns: 6), to: "\(garden.output)/asters.npy")
        #expect(try garden.fetch().code == 3)
    }

    @Test func `without a network the sentence says what to do, and what was fetched serves`() throws {
        let garden = try FlowerGarden()
        let missing = garden.scratch.path("nowhere.git")
        try garden.writeManifest(repository: "file://\(missing)")
        let run = try garden.fetch()
        #expect(run.code == 3)
        #expect(run.output == "")
        #expect(
            run.errors
                == "fid: file://\(missing) cannot be reached (git: '\(missing)' does not appear to be a git repository): run this again when there is a network, and it goes on where it stopped; or run git clone file://\(missing) on another machine, bring the folder here, and name it with --from (it needs bottlenecks/ only)\n"
        )
        let chinese = try garden.fetch(["--lang", "zh"])
        #expect(chinese.errors.hasPrefix("fid: 无法访问 file://\(missing)（git："), "\(chinese.errors)")
        #expect(try garden.fetch(["--from", garden.work.path]).code == 0, "the way that the sentence names")
    }

    @Test func `what a killed git left behind is no obstacle`() throws {
        let garden = try FlowerGarden()
        #expect(try Command.shell("mkdir -p '\(garden.output)/.fetch' && git init --quiet '\(garden.output)/.fetch'").code == 0)
        for name in ["index.lock", "shallow.lock"] {
            _ = FileManager.default.createFile(atPath: "\(garden.output)/.fetch/.git/\(name)", contents: nil)
        }
        _ = FileManager.default.createFile(atPath: "\(garden.output)/.lock", contents: nil)
        let run = try garden.fetch()
        #expect(run.code == 0, "\(run.errors)")
        #expect(try garden.contents() == Self.all)
    }

    struct Damage: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let says: String
        let code: Int32
        let change: @Sendable (URL) throws -> Void

        init(_ name: String, says: String, code: Int32 = 2, _ change: @escaping @Sendable (URL) throws -> Void) {
            testDescription = name
            self.says = says
            self.code = code
            self.change = change
        }
    }

    static let damages: [Damage] = [
        Damage(
            "a file too few",
            says:
                "asters has 3 text files where 4 are expected: the source is incomplete or another one, so fetch it again or check --from"
        ) { try FileManager.default.removeItem(at: $0.appending(path: "10_photo.jpg.txt")) },
        Damage("no class", says: "WORK has no text files in bottlenecks/asters, where asters should be: check --from") {
            try FileManager.default.removeItem(at: $0)
        },
        Damage(
            "a file cut short",
            says: "WORK/bottlenecks/asters/10_photo.jpg.txt holds 1 × 3 numbers where 1 × 6 are expected: fetch it again"
        ) { try Data("1,2,3".utf8).write(to: $0.appending(path: "10_photo.jpg.txt")) },
        Damage(
            "an empty file",
            says:
                "WORK/bottlenecks/asters/10_photo.jpg.txt is empty (0 bytes): what should have written it did not finish, so write it again"
        ) { try Data().write(to: $0.appending(path: "10_photo.jpg.txt")) },
        Damage(
            "a word for a number",
            says:
                "WORK/bottlenecks/asters/10_photo.jpg.txt has “x” in line 1, column 2, where a number such as 0.5, 2e-3 or 1/3 is needed"
        ) { try Data("1,x,3,4,5,6".utf8).write(to: $0.appending(path: "10_photo.jpg.txt")) },
        Damage(
            "NaN",
            says:
                "WORK/bottlenecks/asters/10_photo.jpg.txt holds NaN in row 1, column 2: find out where it came from and extract the features again"
        ) { try Data("1,nan,3,4,5,6".utf8).write(to: $0.appending(path: "10_photo.jpg.txt")) },
    ]

    @Test(arguments: damages)
    func `a damaged source is named, and nothing of it is written`(damage: Damage) throws {
        let garden = try FlowerGarden()
        try damage.change(garden.work.appending(path: "bottlenecks/asters"))
        let run = try garden.fetch(["--from", garden.work.path])
        #expect(run.code == damage.code)
        #expect(run.output == "")
        #expect(run.errors == "fid: \(damage.says.replacing("WORK", with: garden.work.path))\n")
        #expect(try garden.contents() == [])
    }

    @Test(arguments: [
        ("no JSON", "{", "it is not the JSON of one"), ("a key too few", #"{"name": "x"}"#, "it has no repository"),
        (
            "a path out of the folder",
            #"{"name":"x","repository":"r","folder":"../etc","columns":1,"classes":[],"credits":{"en":[],"zh":[]}}"#,
            "‘..’ cannot be a name"
        ),
        (
            "no classes", #"{"name":"x","repository":"r","folder":"f","columns":1,"classes":[],"credits":{"en":[],"zh":[]}}"#,
            "its columns, rows or hashes cannot be right"
        ),
    ])
    func `a manifest that is none`(name: String, text: String, says: String) throws {
        let scratch = try Scratch()
        let path = try scratch.write("m.json", text)
        let run = try Command.run(["data", "fetch", "x", "--manifest", path, "-o", scratch.path("out")])
        #expect(run.code == 2)
        #expect(run.errors == "fid: \(path) describes no data set: \(says)\n", "\(name)")
        #expect(try scratch.contents() == ["m.json"])
    }

    @Test func `an unknown name, an output that is a file, no git`() throws {
        let run = try Command.run(["data", "fetch", "flower", "-o", "/nowhere"])
        #expect(run.code == 2)
        #expect(run.errors == "fid: there is no data set ‘flower’. Did you mean flowers? There is: flowers\n")
        let garden = try FlowerGarden()
        _ = FileManager.default.createFile(atPath: garden.output, contents: nil)
        let blocked = try garden.fetch()
        #expect(blocked.code == 2)
        #expect(
            blocked.errors == "fid: \(garden.output) is a file, and the data go into a folder: name one with -o\n",
            "\(blocked.errors)")
        try FileManager.default.removeItem(atPath: garden.output)
        let without = try garden.fetch(environment: ["PATH": garden.scratch.path("empty")])
        #expect(without.code == 2)
        #expect(
            without.errors
                == "fid: git is not on the PATH, and the data come by it: install git, or name a folder that holds them with --from\n"
        )
    }

    @Test func `a source that is not there leaves nothing behind`() throws {
        let scratch = try Scratch()
        let source = scratch.path("none")
        for (language, says) in [
            ("en", "does not exist: check --from, or leave it out to fetch from the data's public home"),
            ("zh", "不存在：请检查 --from，或去掉它以从公开地址获取"),
        ] {
            let run = try Command.run(
                ["data", "fetch", "flowers", "--from", source, "-o", scratch.path("out"), "--lang", language])
            #expect(run.code == 2 && run.output == "")
            #expect(run.errors == "fid: \(source) \(says)\n")
        }
        #expect(try scratch.contents() == [])
    }

    @Test func `a folder in which another run is at work`() async throws {
        let garden = try FlowerGarden()
        try FileManager.default.createDirectory(atPath: garden.output, withIntermediateDirectories: true)
        let lock = open("\(garden.output)/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        defer { close(lock) }
        #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
        let run = try garden.fetch()
        #expect(run.code == 2)
        #expect(
            run.errors
                == "fid: another run is fetching into \(garden.output): wait until it is done, or name another folder with -o\n")
    }

    @Test func `the flowers by default go to the user's data`() throws {
        let scratch = try Scratch()
        // Not a source: what the command would do shows in the sentence and in the folder.
        let run = try Command.run(
            ["data", "fetch", "flowers", "--from", "file://" + scratch.path("none.git")],
            environment: ["XDG_DATA_HOME": scratch.path("data"), "HOME": scratch.url.path])
        #expect(run.code == 3)
        #expect(FileManager.default.fileExists(atPath: scratch.path("data/fid/flowers")))
    }
}
