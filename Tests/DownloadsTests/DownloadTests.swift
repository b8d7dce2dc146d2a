// Downloads that work, that are taken up again, that wait for each other, and what they find at their target.

import Foundation
import Localization
import Synchronization
import TestSupport
import Testing

@testable import Downloads

@Suite struct DownloadTests {
    @Test(arguments: [true, false])
    func `a file arrives whole under its name, and is not fetched twice`(tellsLength: Bool) throws {
        let ground = try Playground()
        let content = ground.content
        let server = try HTTPTestServer { request in
            var reply = HTTPTestReply.content(content, for: request, etag: "\"1\"")
            if !tellsLength { reply.claimedLength = -1 }
            return reply
        }
        let url = server.url("w.pth")
        #expect(try ground.run(ground.download([url])) == .fetched(source: url))
        #expect(ground.bytes() == ground.content)
        #expect(ground.names == ["w.pth"])
        #expect(ground.events == [.started(source: url, offset: 0, total: tellsLength ? content.count : nil), .checking])
        #expect(server.requests.count == 1)
        #expect(server.requests[0].fields["user-agent"] == "fid")
        #expect(try ground.run(ground.download([url])) == .wasThere)
        #expect(server.requests.count == 1)
        // The start of the hash, as a file's name has it, will do.
        #expect(try ground.run(ground.download([url], sha256: String(ground.sha256.prefix(8)))) == .wasThere)
    }

    @Test func `what breaks off goes on where it was, of the same content only`() throws {
        let ground = try Playground()
        let content = ground.content
        let turn = Turn()
        let server = try HTTPTestServer { request in
            var reply = HTTPTestReply.content(content, for: request, etag: "\"1\"")
            // Twice a piece, then the rest.
            if turn.next() < 3 { reply.cutAfter = 100_000 }
            return reply
        }
        let url = server.url("w.pth")
        #expect(try ground.run(ground.download([url], length: content.count)) == .fetched(source: url))
        #expect(ground.bytes() == content)
        #expect(ground.names == ["w.pth"])
        #expect(server.requests.map { $0.fields["range"] } == [nil, "bytes=100000-", "bytes=200000-"])
        #expect(server.requests.map { $0.fields["if-range"] } == [nil, "\"1\"", "\"1\""])
    }

    @Test func `a run that was stopped is taken up by the next`() throws {
        let ground = try Playground()
        let content = ground.content
        let server = try HTTPTestServer { request in
            var reply = HTTPTestReply.content(content, for: request, etag: "\"1\"")
            reply.pieceSize = 20_000
            reply.pause = 0.05
            return reply
        }
        let url = server.url("w.pth")
        let isStopped = Mutex(false)
        let download = ground.download([url])
        let error = #expect(throws: DownloadError.self) {
            try download.run(
                report: { event in
                    if case .progress(let done, _) = event, done > 50_000 { isStopped.withLock { $0 = true } }
                }, goesOn: { !isStopped.withLock { $0 } })
        }
        guard case .stopped(let done, let total)? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(done > 50_000 && done < content.count && total == content.count)
        #expect(ground.names == ["w.pth.part", "w.pth.part.from"])
        #expect(ground.bytes("w.pth.part") == Array(content[..<done]))
        #expect(try ground.run(download) == .fetched(source: url))
        #expect(ground.bytes() == content)
        #expect(ground.names == ["w.pth"])
        #expect(server.requests.last?.fields["range"] == "bytes=\(done)-")
        #expect(ground.events.first == .started(source: url, offset: done, total: content.count))
    }

    @Test func `a server that ignores ranges sends all from the start`() throws {
        let ground = try Playground()
        let content = ground.content
        let server = try HTTPTestServer { HTTPTestReply.content(content, for: $0, allowsRanges: false) }
        try ground.put(Array(content[..<1000]), as: "w.pth.part")
        let url = server.url("w.pth")
        #expect(try ground.run(ground.download([url])) == .fetched(source: url))
        #expect(ground.bytes() == content)
        #expect(
            ground.events == [
                .startingOver(source: url), .started(source: url, offset: 0, total: content.count), .checking,
            ])
    }

    @Test func `another content by now is fetched from the start`() throws {
        let ground = try Playground()
        let content = ground.content
        let turn = Turn()
        let server = try HTTPTestServer { request in
            // The first answer is of an older content, and breaks off.
            guard turn.next() == 1 else { return HTTPTestReply.content(content, for: request, etag: "\"new\"") }
            var reply = HTTPTestReply.content([UInt8](repeating: 7, count: 5000), for: request, etag: "\"old\"")
            reply.cutAfter = 3000
            return reply
        }
        let url = server.url("w.pth")
        #expect(try ground.run(ground.download([url])) == .fetched(source: url))
        #expect(ground.bytes() == content)
        #expect(server.requests.map { $0.fields["if-range"] } == [nil, "\"old\""])
    }

    @Test func `a part of something else is found by the hash, and all is fetched anew`() throws {
        let ground = try Playground()
        let content = ground.content
        // Without an ETag, nothing tells the contents apart before the end.
        let server = try HTTPTestServer { HTTPTestReply.content(content, for: $0) }
        try ground.put([UInt8](repeating: 7, count: 1000), as: "w.pth.part")
        let url = server.url("w.pth")
        #expect(try ground.run(ground.download([url])) == .fetched(source: url))
        #expect(ground.bytes() == content)
        #expect(ground.events.contains(.startingOver(source: url)))
        #expect(server.requests.map { $0.fields["range"] } == ["bytes=1000-", nil])
    }

    @Test func `a part that is whole needs no network, and one that is too long is dropped`() throws {
        let ground = try Playground()
        let content = ground.content
        try ground.put(content, as: "w.pth.part")
        let dead = try HTTPTestServer.deadURL("w.pth")
        #expect(try ground.run(ground.download([dead], length: content.count)) == .fetched(source: dead))
        #expect(ground.bytes() == content)

        let server = try HTTPTestServer { HTTPTestReply.content(content, for: $0) }
        for length in [nil, content.count] {
            try FileManager.default.removeItem(atPath: ground.target)
            try ground.put(content + [1, 2, 3], as: "w.pth.part")
            #expect(
                try ground.run(ground.download([server.url("w.pth")], length: length)) == .fetched(source: server.url("w.pth")))
            #expect(ground.bytes() == content)
        }
        // Without a length, a server is asked whether more follows.
        try FileManager.default.removeItem(atPath: ground.target)
        try ground.put(content, as: "w.pth.part")
        #expect(try ground.run(ground.download([server.url("w.pth")])) == .fetched(source: server.url("w.pth")))
        #expect(server.requests.last?.fields["range"] == "bytes=\(content.count)-")
    }

    @Test func `the next source is tried where one does not have the file`() throws {
        let ground = try Playground()
        let content = ground.content
        let wrong = try HTTPTestServer { HTTPTestReply.content([1, 2, 3], for: $0) }
        let missing = try HTTPTestServer { _ in HTTPTestReply(status: 404) }
        let right = try HTTPTestServer { HTTPTestReply.content(content, for: $0) }
        let sources = [try HTTPTestServer.deadURL("a"), missing.url("b"), wrong.url("c"), right.url("d")]
        #expect(try ground.run(ground.download(sources)) == .fetched(source: sources[3]))
        #expect(ground.bytes() == content)
        let failures = ground.events.filter { if case .failed = $0 { true } else { false } }
        #expect(failures.count == 3)
        // Where none has it, the first one's error counts: it is the file's own home.
        try FileManager.default.removeItem(atPath: ground.target)
        guard case .unreachable(let url, _, _)? = ground.error(ground.download(Array(sources[..<3]))) else {
            Issue.record("no error")
            return
        }
        #expect(url == sources[0])
    }

    @Test func `addresses that are none`() throws {
        let ground = try Playground()
        for url in ["ftp://example.org/w.pth", "file:///etc/passwd", "http://"] {
            guard case .badAddress(url, _)? = ground.error(ground.download([url])) else {
                Issue.record("\(url)")
                continue
            }
        }
        #expect(ground.names == [])
    }

    @Test func `a file of this machine is copied and checked`() throws {
        let ground = try Playground()
        try ground.put(ground.content, as: "stick.pth")
        let path = "\(ground.folder)/deep/stick.pth"
        #expect(try ground.run(ground.download([path], length: ground.content.count)) == .fetched(source: path))
        #expect(ground.bytes() == ground.content)
        try FileManager.default.removeItem(atPath: ground.target)
        try ground.put([1, 2, 3], as: "stick.pth")
        let wrong = ground.download([path])
        guard case .localFileWrong(path, _, wrong.facts)? = ground.error(wrong) else {
            Issue.record("no error")
            return
        }
        #expect(ground.names == ["stick.pth"], "the source is left alone")
        #expect(
            ground.error(ground.download(["/nowhere/w.pth"]))
                == .localFileUnusable(file: "/nowhere/w.pth", reason: "No such file or directory"))
    }

    @Test func `what stands at the target is replaced only where it may`() throws {
        let ground = try Playground()
        let content = ground.content
        let server = try HTTPTestServer { HTTPTestReply.content(content, for: $0) }
        let url = server.url("w.pth")
        try ground.put([1, 2, 3], as: "w.pth")
        #expect(ground.error(ground.download([url], mayReplace: false)) == .otherFileThere(file: ground.target))
        #expect(ground.bytes() == [1, 2, 3])
        #expect(server.requests.isEmpty)
        #expect(try ground.run(ground.download([url])) == .fetched(source: url))
        #expect(ground.bytes() == content)
    }

    @Test func `a folder that cannot be written`() throws {
        let ground = try Playground()
        try FileManager.default.createDirectory(atPath: ground.folder, withIntermediateDirectories: true)
        FileManager.default.createFile(atPath: "\(ground.folder)/deep", contents: nil)
        guard case .unwritable(let folder, _)? = ground.error(ground.download(["http://127.0.0.1:1/w"])) else {
            Issue.record("no error")
            return
        }
        #expect(folder == "\(ground.folder)/deep")
    }

    @Test func `two that fetch the same file at once: the second waits, and both have it`() throws {
        let ground = try Playground()
        let content = ground.content
        let server = try HTTPTestServer { request in
            var reply = HTTPTestReply.content(content, for: request)
            reply.pieceSize = 30_000
            reply.pause = 0.05
            return reply
        }
        let download = ground.download([server.url("w.pth")])
        let ends = Ends()
        // Threads of their own: a pool may have only as many as there are processors, and each of these blocks one.
        for _ in 0..<3 {
            Thread.detachNewThread {
                let waits = Mutex(0)
                let outcome = try? download.run(
                    report: { event in if event == .waiting { waits.withLock { $0 += 1 } } }, goesOn: { true })
                ends.add((outcome, waits.withLock { $0 }))
            }
        }
        let all = ends.wait(for: 3)
        #expect(all.filter { $0.0 == .wasThere }.count == 2)
        #expect(all.filter { $0.0 == .fetched(source: server.url("w.pth")) }.count == 1)
        #expect(all.filter { $0.1 > 0 }.count == 2)
        #expect(server.requests.count == 1)
        #expect(ground.bytes() == content)
        #expect(ground.names == ["w.pth"])
    }

    /// How downloads on several threads ended, and how often each waited.
    private final class Ends: Sendable {
        private let all = Mutex<[(Download.Outcome?, Int)]>([])

        func add(_ end: (Download.Outcome?, Int)) { all.withLock { $0.append(end) } }

        func wait(for count: Int) -> [(Download.Outcome?, Int)] {
            while all.withLock({ $0.count }) < count { usleep(20_000) }
            return all.withLock { $0 }
        }
    }

    @Test func `who is tired of waiting stops`() throws {
        let ground = try Playground()
        let held = try #require(try PartFile.open(for: ground.target) { true })
        let error = #expect(throws: DownloadError.self) {
            try ground.run(ground.download(["http://127.0.0.1:1/w"])) { false }
        }
        #expect(error == .stopped(done: 0, total: nil))
        withExtendedLifetime(held) {}
    }

    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (1049, "1.0 kB"), (1050, "1.1 kB"), (999_949, "999.9 kB"),
        (999_950, "1.0 MB"), (95_628_359, "95.6 MB"), (4_000_000_000, "4.0 GB"), (Int.max, "9.2 EB"),
    ])
    func `sizes as people read them`(count: Int, text: String) {
        #expect(ByteText.size(count) == text)
    }
}
