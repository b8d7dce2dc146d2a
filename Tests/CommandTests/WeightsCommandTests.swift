// `fid weights` as a user runs it: fetched from a server of this machine, shown, checked.

import FeatureFiles
import Foundation
import TestSupport
import Testing

/// A file of weights, the server that has it, and a home to fetch it to.
private struct WeightsHome {
    let scratch: Scratch
    let content: [UInt8]
    let fileName: String
    let sha256: String

    /// - Parameter padding: bytes behind the tensors, to have more to fetch.
    init(padding: Int = 0) throws {
        scratch = try Scratch()
        var writer = StateDictWriter()
        writer.add("conv.weight", [2, 3, 2, 2], (0..<24).map(Double.init), stride: [1, 2, 12, 6])
        writer.add("conv.bias", [2], [0.5, -1.25])
        content = writer.legacy + [UInt8](repeating: 7, count: padding)
        let hasher = try SHA256Hasher()
        try hasher.update(content)
        sha256 = try hasher.finish().hexadecimal
        fileName = "toy-\(sha256.prefix(8)).pth"
    }

    var folder: String { scratch.path("cache/fid/weights") }
    var target: String { "\(folder)/\(fileName)" }
    var environment: [String: String] { ["HOME": scratch.url.path, "XDG_CACHE_HOME": scratch.path("cache")] }

    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Run {
        try Command.run(["weights"] + arguments, environment: self.environment.merging(environment) { $1 })
    }

    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted() }

    var fetched: [UInt8]? { FileManager.default.contents(atPath: target).map { [UInt8]($0) } }
}

@Suite struct WeightsFetchTests {
    @Test func `a file is fetched into the cache, checked, and found there the next time`() throws {
        let home = try WeightsHome()
        let content = home.content
        let server = try HTTPTestServer { HTTPTestReply.content(content, for: $0, etag: "\"1\"") }
        let url = server.url(home.fileName)
        let run = try home.run(["fetch", "--url", url])
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output == "toy-\(home.sha256.prefix(8))  \(content.count) B  fetched, SHA-256 right\n\(home.target)\n")
        #expect(run.errors == "fid: toy-\(home.sha256.prefix(8)): fetching \(content.count) B from \(url)\n")
        #expect(home.fetched == content)
        #expect(home.names == [home.fileName])
        #expect(server.requests[0].fields["user-agent"]?.hasPrefix("fid/") == true)

        let again = try home.run(["fetch", "--url", url, "--lang", "zh"])
        #expect(again.code == 0 && again.errors == "")
        #expect(again.output == "toy-\(home.sha256.prefix(8))  \(content.count) B  已存在，SHA-256 正确\n\(home.target)\n")
        #expect(server.requests.count == 1)

        let json = try home.run(["fetch", "--url", url, "--json"])
        let record = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(record["outcome"] as? String == "there" && record["path"] as? String == home.target)
        #expect(record["sha256"] as? String == home.sha256 && record["bytes"] as? Int == content.count)
    }

    @Test func `the place is a folder, a file, or what FID_WEIGHTS says`() throws {
        let home = try WeightsHome()
        let content = home.content
        let server = try HTTPTestServer { HTTPTestReply.content(content, for: $0) }
        let url = server.url(home.fileName)
        let cases: [([String], [String: String], String)] = [
            (["--weights", home.scratch.path("a")], [:], "a/\(home.fileName)"),
            (["--weights", home.scratch.path("b/own.pth")], [:], "b/own.pth"),
            ([], ["FID_WEIGHTS": home.scratch.path("c")], "c/\(home.fileName)"),
            (["--weights", home.scratch.path("d")], ["FID_WEIGHTS": home.scratch.path("e")], "d/\(home.fileName)"),
        ]
        for (arguments, environment, path) in cases {
            let run = try home.run(["fetch", "--url", url] + arguments, environment: environment)
            #expect(run.code == 0, "\(run.errors)")
            #expect(FileManager.default.contents(atPath: home.scratch.path(path)).map { [UInt8]($0) } == content, "\(path)")
        }
        // A file of a person's own is not replaced.
        let own = try home.scratch.write("mine.pth", [1, 2, 3])
        let run = try home.run(["fetch", "--url", url], environment: ["FID_WEIGHTS": own])
        #expect(run.code == 2)
        #expect(
            run.errors == "fid: \(own) is there and is another file, and was left alone: name a folder or another file to write\n"
        )
        #expect(try Data(contentsOf: URL(fileURLWithPath: own)) == Data([1, 2, 3]))
    }

    @Test func `a wrong content is removed, and the sentence says so`() throws {
        let home = try WeightsHome()
        let server = try HTTPTestServer { HTTPTestReply.content([UInt8](repeating: 7, count: 500), for: $0) }
        let url = server.url(home.fileName)
        let run = try home.run(["fetch", "--url", url])
        #expect(run.code == 2)
        #expect(run.output == "")
        let last = try #require(run.errors.split(separator: "\n").last)
        let hash = home.sha256.prefix(8)
        #expect(
            last.contains("fid: what \(url) gave is another file (SHA-256 ")
                && last.contains(
                    "…, expected \(hash)…) and was removed: name another home of the file with --url, or download \(url) on another machine and put it here as \(home.target) (SHA-256 \(hash)…)"
                ),
            "\(last)")
        #expect(home.names == [])
    }

    @Test func `a file that is not there, a server that is not there`() throws {
        let home = try WeightsHome()
        let server = try HTTPTestServer { _ in HTTPTestReply(status: 404, body: Array("no".utf8)) }
        let missing = try home.run(["fetch", "--url", server.url(home.fileName)])
        #expect(missing.code == 2)
        #expect(missing.errors.contains("/\(home.fileName) answers 404 (it is not there): "), "\(missing.errors)")
        let dead = try HTTPTestServer.deadURL(home.fileName)
        let run = try home.run(["fetch", "--url", dead])
        #expect(run.code == 3)
        #expect(run.errors.hasPrefix("fid: \(dead) cannot be reached ("), "\(run.errors)")
        #expect(
            run.errors.hasSuffix(
                "): run this again when there is a network, and it goes on where it stopped; or download \(dead) on another machine and put it here as \(home.target) (SHA-256 \(home.sha256.prefix(8))…)\n"
            ), "\(run.errors)")
        // The way that the sentence names.
        try Data(home.content).write(to: URL(fileURLWithPath: home.target))
        #expect(try home.run(["fetch", "--url", dead]).code == 0)
        #expect(home.names == [home.fileName])
        // Another: the file on a stick.
        let stick = try home.scratch.write(home.fileName, home.content)
        let copied = try home.run(["fetch", "--url", stick, "--weights", home.scratch.path("other")])
        #expect(copied.code == 0, "\(copied.errors)")
    }

    @Test func `the weights of the FID are known by their length before anything is kept`() throws {
        let home = try WeightsHome()
        let content = home.content
        let server = try HTTPTestServer { HTTPTestReply.content(content, for: $0) }
        let run = try home.run(["fetch", "inception", "--url", server.url("w.pth"), "--lang", "zh"])
        #expect(run.code == 2)
        #expect(run.errors.contains("提供的是 \(content.count) 字节，而该文件应有 95628359 字节，因此没有保留"), "\(run.errors)")
        #expect(home.names == [])
        let unknown = try home.run(["fetch", "incepton"])
        #expect(unknown.code == 2)
        #expect(
            unknown.errors
                == "fid: there are no weights ‘incepton’. Did you mean inception? There are: inception, clip-vit-base-patch32, clip-vit-large-patch14-336, clip-vit-base-patch16, clip-vit-large-patch14\n"
        )
    }

    @Test func `Ctrl-C keeps what has arrived, and the next run goes on`() throws {
        let home = try WeightsHome(padding: 4_000_000)
        let content = home.content
        let server = try HTTPTestServer { request in
            var reply = HTTPTestReply.content(content, for: request, etag: "\"1\"")
            // Half of it in some seconds; the rest of it when it is asked for.
            if request.rangeStart == nil {
                reply.pieceSize = 50_000
                reply.pause = 0.05
            }
            return reply
        }
        let terminal = try Command.onTerminal(
            ["weights", "fetch", "--url", server.url(home.fileName)], environment: home.environment, columns: 100)
        try terminal.expect(" of 4.0 MB  ")
        try terminal.expect("B/s  ")
        try terminal.expect(" left")
        try terminal.type("\u{3}")
        try terminal.expect("fid: stopped at ")
        try terminal.expect(" of 4.0 MB: run this again, and it goes on from there")
        #expect(try terminal.finish() == .signal(SIGINT))
        #expect(home.names == ["\(home.fileName).part", "\(home.fileName).part.from"])
        let run = try home.run(["fetch", "--url", server.url(home.fileName)])
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.errors.contains(/: going on at [0-9.]+ [kM]B, fetching [0-9.]+ MB from http/), "\(run.errors)")
        #expect(home.fetched == content)
        #expect(home.names == [home.fileName])
        #expect((server.requests.last?.rangeStart ?? 0) > 0)
    }

    @Test func `a disk that takes no more`() throws {
        let home = try WeightsHome(padding: 400_000)
        let content = home.content
        let server = try HTTPTestServer { HTTPTestReply.content(content, for: $0) }
        let run = try Command.shell(
            "ulimit -f 100; exec \"$FID\" weights fetch --url \(server.url(home.fileName))", environment: home.environment)
        #expect(run.code == 3)
        let last = try #require(run.errors.split(separator: "\n").last)
        #expect(
            last
                == "fid: \(home.target) could not be written to the end (File too large): make room or name another folder with --weights, and run this again; what has arrived is kept"
        )
        #expect(home.names == ["\(home.fileName).part"])
        #expect(try home.run(["fetch", "--url", server.url(home.fileName)]).code == 0)
        #expect(home.fetched == content)
    }

    #if os(Linux)
        @Test func `a machine without libcurl is told how to get it, or the file`() throws {
            let home = try WeightsHome()
            for name in ["libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.4.dylib"] { _ = try home.scratch.write(name, "none") }
            let url = "http://127.0.0.1:1/\(home.fileName)"
            let run = try home.run(["fetch", "--url", url], environment: ["LD_LIBRARY_PATH": home.scratch.url.path])
            #expect(run.code == 3)
            #expect(run.errors.hasPrefix("fid: libcurl, by which files are fetched, is not on this machine ("), "\(run.errors)")
            #expect(
                run.errors.contains(
                    "): install it (libcurl4 on Debian and Ubuntu), or download \(url) on another machine and put it here as \(home.target) ("
                ), "\(run.errors)")
            #expect(home.names == [])
        }
    #endif

    @Test func `two commands at once fetch it once`() throws {
        let home = try WeightsHome(padding: 400_000)
        let content = home.content
        let server = try HTTPTestServer { request in
            var reply = HTTPTestReply.content(content, for: request)
            reply.pieceSize = 50_000
            reply.pause = 0.05
            return reply
        }
        let url = server.url(home.fileName)
        let run = try Command.shell(
            "\"$FID\" weights fetch --url \(url) & \"$FID\" weights fetch --url \(url); code=$?; wait $! && exit $code",
            environment: home.environment)
        #expect(run.code == 0, "\(run.errors)")
        #expect(
            run.output.contains("there already, SHA-256 right") && run.output.contains("fetched, SHA-256 right"), "\(run.output)")
        #expect(server.requests.count == 1)
        #expect(home.fetched == content)
        #expect(home.names == [home.fileName])
    }
}

@Suite struct WeightsShowTests {
    private static func fixture(_ name: String) -> String {
        Command.projectRoot.appending(path: "Tests/NetworkWeightsTests/Fixtures/\(name)").path
    }

    @Test func `the tensors are listed`() throws {
        let home = try WeightsHome()
        let path = try home.scratch.write("w.pth", home.content)
        let wide = try home.run(["show", path, "--width", "200"])
        #expect(wide.code == 0, "\(wide.errors)")
        #expect(
            wide.output == """
                \(path): PyTorch, legacy (.pth), 2 tensors, 104 B

                tensor       shape         stride         type     size
                ───────────  ────────────  ─────────────  ───────  ────
                conv.weight  (2, 3, 2, 2)  (1, 2, 12, 6)  float32  96 B
                conv.bias    (2,)                         float32   8 B

                """)
        let narrow = try home.run(["show", path, "--width", "50"])
        #expect(
            narrow.output.hasSuffix(
                """

                conv.weight  float32 (2, 3, 2, 2)  strides (1, 2,
                    12, 6)
                conv.bias  float32 (2,)

                """), "\(narrow.output)")
        let chinese = try home.run(["show", path, "--width", "200", "--lang", "zh"])
        #expect(chinese.output.hasPrefix("\(path)：PyTorch, legacy (.pth)，2 个张量，104 B\n"), "\(chinese.output)")
    }

    @Test func `a checkpoint says what was done, and JSON tells all`() throws {
        let home = try WeightsHome()
        let path = Self.fixture("checkpoint_zip.pth")
        let run = try home.run(["show", path, "--width", "200"])
        #expect(
            run.output.hasPrefix(
                """
                \(path): PyTorch, zip (.pth), 21 tensors, 595 B
                note: the tensors are those of the entry state_dict
                note: the prefix module. was taken off all names

                """), "\(run.output)")
        let json = try home.run(["show", path, "--json"])
        let record = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(record["format"] as? String == "zip" && record["byte_order"] as? String == "little")
        #expect((record["notes"] as? [String])?.count == 2)
        let tensors = try #require(record["tensors"] as? [[String: Any]])
        let convolution = try #require(tensors.first { $0["name"] as? String == "conv.weight" })
        #expect(convolution["shape"] as? [Int] == [4, 3, 2, 3] && convolution["stride"] as? [Int] == [18, 1, 9, 3])
        #expect(convolution["type"] as? String == "float32" && convolution["bytes"] as? Int == 288)
    }

    @Test func `a file that was cut off is listed and is an error`() throws {
        let home = try WeightsHome()
        let path = try home.scratch.write("w.pth", Array(home.content.dropLast(4)))
        let run = try home.run(["show", path, "--width", "200"])
        #expect(run.code == 2)
        #expect(run.lines.count == 7)
        let size = home.content.count - 4
        #expect(
            run.errors
                == "fid: \(path) ends at byte \(size), in the tensor conv.bias: 1 of 2 tensors are whole, and 4 bytes are missing: fetch or copy it again\n"
        )
    }

    @Test func `without a file, the weights that were fetched, or how to fetch them`() throws {
        let home = try WeightsHome()
        let run = try home.run(["show"])
        #expect(run.code == 2)
        #expect(
            run.errors
                == "fid: the weights of inception are not on this machine (\(home.folder)/pt_inception-2015-12-05-6726825d.pth): run fid weights fetch, or name them with --weights or in FID_WEIGHTS\n"
        )
        let path = try home.scratch.write("w.pth", home.content)
        #expect(try home.run(["show"], environment: ["FID_WEIGHTS": path]).code == 0)
        let doctor = try Command.run(["doctor"], environment: ["FID_WEIGHTS": path])
        #expect(doctor.output.contains(/weights of the network\s[^,]*\/w\.pth\n/), "\(doctor.output)")
    }

    @Test func `a mistyped subcommand`() throws {
        for (arguments, command) in [(["fech"], "fetch"), (["chek"], "check")] {
            let run = try Command.run(["weights"] + arguments)
            #expect(run.code == 2)
            #expect(
                run.errors
                    == "fid: there is no command ‘weights \(arguments[0])’. Did you mean \(command)? fid weights --help lists them.\n"
            )
        }
        #expect(try Command.run(["weights", "--help", "--lang", "zh"]).output.contains("fid weights fetch"))
    }
}

@Suite struct WeightsCheckTests {
    @Test func `a whole file that fits another`() throws {
        let home = try WeightsHome()
        let path = try home.scratch.write(home.fileName, home.content)
        var writer = StateDictWriter()
        writer.add("conv.weight", [2, 3, 2, 2], (0..<24).map(Double.init))
        writer.add("conv.bias", [2], [0.5, -1.25])
        let other = try home.scratch.write("w.safetensors", writer.safetensors)
        let run = try home.run(["check", path, "--like", other, "--width", "300"])
        #expect(run.code == 0, "\(run.errors)")
        #expect(
            run.output == """
                \(path): PyTorch, legacy (.pth), 2 tensors, 104 B
                ✓ whole: 2 tensors, 26 numbers
                ✓ all numbers are finite
                · SHA-256 \(home.sha256.prefix(16))…: no file that fid knows
                ✓ names and shapes are those of \(other)

                """)
        // Its older name, in plain words.
        let plain = try home.run(["verify", path, "--plain", "--width", "300"])
        #expect(
            plain.output.hasSuffix("right: all numbers are finite\nSHA-256 \(home.sha256.prefix(16))…: no file that fid knows\n"))
    }

    @Test func `what is wrong is said, with exit code 1`() throws {
        let home = try WeightsHome()
        var writer = StateDictWriter()
        writer.add("conv.weight", [2, 2], [1, .nan, 3, 4])
        writer.add("conv.bais", [2], [0.5, -1.25])
        var bytes = writer.zip()
        let path = try home.scratch.write("w-00000000.pth", bytes)
        let like = try home.scratch.write("like.pth", home.content)
        let run = try home.run(["check", path, "--like", like, "--width", "400"])
        #expect(run.code == 1)
        let hasher = try SHA256Hasher()
        try hasher.update(bytes)
        let hash = try hasher.finish().hexadecimal.prefix(16)
        #expect(
            run.output == """
                \(path): PyTorch, zip (.pth), 2 tensors, 24 B
                ✓ whole: 2 tensors, 6 numbers
                ✗ nan in conv.weight (number 2 of it)
                ✓ the checksums of the archive are right
                ✗ SHA-256 \(hash)…, and the file's name says 00000000…: fetch it again
                ✗ compared with \(like): 1 tensor is missing: conv.bias (is it conv.bais?); 1 tensor is of another shape: conv.weight is (2, 2) and not (2, 3, 2, 2); 1 tensor is not known to the network: conv.bais

                """)
        let json = try home.run(["check", path, "--like", like, "--json"])
        #expect(json.code == 1)
        let record = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect(record["holds"] as? Bool == false && record["is_whole"] as? Bool == true)
        #expect(record["non_finite"] as? [String] == ["conv.weight"])
        let difference = try #require(record["difference"] as? [String: Any])
        #expect(difference["missing"] as? [String] == ["conv.bias"] && difference["unexpected"] as? [String] == ["conv.bais"])

        // A bit that fell over.
        bytes[try #require(Data(bytes).range(of: Data(littleEndian(Float(-1.25).bitPattern)))).lowerBound] ^= 1
        let flipped = try home.scratch.write("flipped.pth", bytes)
        let damaged = try home.run(["check", flipped, "--width", "300", "--lang", "zh"])
        #expect(damaged.code == 1)
        #expect(damaged.output.contains("✗ archive/data/1 的校验和错误\n"), "\(damaged.output)")

        let cut = try home.scratch.write("cut.pth", Array(home.content.dropLast(4)))
        let short = try home.run(["check", cut, "--width", "300"])
        #expect(short.code == 1)
        #expect(
            short.output.contains(
                "✗ ends at byte \(home.content.count - 4), in the tensor conv.bias: 1 of 2 tensors are whole, and 4 bytes are missing\n"
            ))
    }

    @Test func `weights of another network than the one that is meant`() throws {
        let home = try WeightsHome()
        let path = try home.scratch.write("w.pth", home.content)
        let run = try home.run(["check", path, "--network", "inception", "--width", "400"])
        #expect(run.code == 1)
        #expect(
            run.output.hasSuffix(
                """
                · SHA-256 \(home.sha256.prefix(16))…: not the file that was published for inception
                ✗ compared with inception: 472 tensors are missing: Conv2d_1a_3x3.bn.bias, Conv2d_1a_3x3.bn.running_mean, Conv2d_1a_3x3.bn.running_var, and 469 more; 2 tensors are not known to the network: conv.bias, conv.weight; fid weights fetch brings the right file

                """), "\(run.output)")
    }

    private static let realPiece = SharedData.root.appending(path: "fixtures/inception/real_weights_first_818371_bytes.pth")

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: realPiece.path),
            "the piece of the real weights is not here (../shared/fixtures/inception)"))
    func `the real weights have the names and shapes that the network needs`() throws {
        let home = try WeightsHome()
        let run = try home.run(["check", Self.realPiece.path, "--network", "inception", "--width", "300"])
        #expect(run.code == 1, "it is cut off")
        #expect(run.output.hasSuffix("✓ names and shapes are those of inception\n"), "\(run.output)")
    }

    @Test func `what is no file of weights is an unusable input`() throws {
        let home = try WeightsHome()
        let path = try home.scratch.write("w.pth", "hello\n")
        let run = try home.run(["check", path])
        #expect(run.code == 2 && run.output == "")
        #expect(
            run.errors
                == "fid: \(path) is no file of weights (it starts with 68 65 6c 6c 6f 0a): name a .pth file of PyTorch or a .safetensors file\n"
        )
    }

    @Test func `a file that wants to run something is refused, and nothing is run`() throws {
        let home = try WeightsHome()
        let victim = home.scratch.path("victim")
        var pickle = PickleWriter()
        pickle.global("posix", "system")
        pickle.mark()
        pickle.text("touch \(victim)")
        pickle.tuple()
        pickle.reduce()
        pickle.stop()
        for bytes in [StateDictWriter.legacy(pickle: pickle.bytes), StateDictWriter.zip(pickle: pickle.bytes).bytes] {
            let path = try home.scratch.write("w.pth", bytes)
            for command in ["show", "check"] {
                let run = try home.run([command, path])
                #expect(run.code == 2 && run.output == "")
                #expect(run.errors.hasPrefix("fid: \(path) asks Python to use posix.system (byte "), "\(run.errors)")
            }
        }
        #expect(!FileManager.default.fileExists(atPath: victim))
    }
}
