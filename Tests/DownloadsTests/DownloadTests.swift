// Downloads from servers that work, that break off, that lie, and that are not there.

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
            #expect(try ground.run(ground.download([server.url("w.pth")], length: length)) == .fetched(source: server.url("w.pth")))
            #expect(ground.bytes() == content)
        }
        // Without a length, a server is asked whether more follows.
        try FileManager.default.removeItem(atPath: ground.target)
        try ground.put(content, as: "w.pth.part")
        #expect(try ground.run(ground.download([server.url("w.pth")])) == .fetched(source: server.url("w.pth")))
        #expect(server.requests.last?.fields["range"] == "bytes=\(content.count)-")
    }

    @Test func `redirects lead to another host, and ranges go along`() throws {
        let ground = try Playground()
        let content = ground.content
        let store = try HTTPTestServer { HTTPTestReply.content(content, for: $0, etag: "\"1\"") }
        let front = try HTTPTestServer { [url = store.url("blob")] _ in HTTPTestReply.redirect(to: url) }
        try ground.put(Array(content[..<1000]), as: "w.pth.part")
        let url = front.url("w.pth")
        #expect(try ground.run(ground.download([url], length: content.count)) == .fetched(source: url))
        #expect(ground.bytes() == content)
        #expect(store.requests.map { $0.fields["range"] } == ["bytes=1000-"])
    }

    @Test func `redirects in a circle end`() throws {
        let ground = try Playground()
        let server = try HTTPTestServer { HTTPTestReply.redirect(to: "/again\($0.path.count)") }
        let url = server.url("w.pth")
        let download = ground.download([url])
        #expect(
            ground.error(download)
                == .tooManyRedirects(url, reason: "Maximum (10) redirects followed", download.facts))
        #expect(server.requests.count == 11)
    }

    @Test func `a redirect to a file of this machine is not followed`() throws {
        let ground = try Playground()
        let server = try HTTPTestServer { _ in HTTPTestReply.redirect(to: "file:///etc/passwd") }
        guard case .tooManyRedirects? = ground.error(ground.download([server.url("w.pth")])) else {
            Issue.record("no error")
            return
        }
        #expect(ground.names == [])
    }

    @Test(arguments: [404, 403, 410])
    func `a file that is not there is an error at once`(status: Int) throws {
        let ground = try Playground()
        let server = try HTTPTestServer { _ in HTTPTestReply(status: status, body: Array("<html>sorry</html>".utf8)) }
        let url = server.url("w.pth")
        let download = ground.download([url], length: 300_000)
        let error = ground.error(download)
        #expect(error == .refused(url, status: status, download.facts))
        #expect(error?.isMachineFailure == false)
        #expect(server.requests.count == 1)
        #expect(ground.names == [], "nothing is left")
        let meaning = status == 403 ? ("it may not be read", "无权访问") : ("it is not there", "文件不存在")
        let hash = ground.sha256.prefix(16)
        #expect(
            error?.phrase
                == Phrase(
                    "\(url) answers \(status) (\(meaning.0)): try again later, name another home of the file with --url, or download \(url) on another machine and put it here as \(ground.target) (SHA-256 \(hash)…, 300.0 kB)",
                    "\(url) 返回 \(status)（\(meaning.1)）：请稍后再试，或用 --url 指定该文件的其他地址，也可在其他机器上下载 \(url)，放到本机的 \(ground.target)（SHA-256 为 \(hash)…，300.0 kB）"
                ))
    }

    @Test(arguments: [500, 503, 429])
    func `a server that fails is tried again`(status: Int) throws {
        let ground = try Playground()
        let content = ground.content
        let turn = Turn()
        let server = try HTTPTestServer { request in
            turn.next() < 3 ? HTTPTestReply(status: status) : HTTPTestReply.content(content, for: request)
        }
        let url = server.url("w.pth")
        #expect(try ground.run(ground.download([url])) == .fetched(source: url))
        #expect(ground.events.prefix(2) == [.retrying(source: url, reason: "HTTP \(status)"), .retrying(source: url, reason: "HTTP \(status)")])

        let broken = try HTTPTestServer { _ in HTTPTestReply(status: status) }
        try FileManager.default.removeItem(atPath: ground.target)
        let download = ground.download([broken.url("w.pth")])
        let error = ground.error(download)
        #expect(error == .refused(broken.url("w.pth"), status: status, download.facts))
        #expect(error?.isMachineFailure == true)
        #expect(broken.requests.count == 3)
    }

    @Test func `a connection that always breaks at the same place is given up, and what came is kept`() throws {
        let ground = try Playground()
        let content = ground.content
        let server = try HTTPTestServer { request in
            var reply = HTTPTestReply.content(content, for: request, etag: "\"1\"")
            reply.cutAfter = max(0, 1000 - (request.rangeStart ?? 0))
            return reply
        }
        let url = server.url("w.pth")
        let download = ground.download([url])
        guard case .interrupted(let source, _, let done, _)? = ground.error(download) else {
            Issue.record("no error")
            return
        }
        #expect(source == url && done == 1000)
        #expect(ground.bytes("w.pth.part") == Array(content[..<1000]))
        #expect(ground.names == ["w.pth.part", "w.pth.part.from"])
    }

    @Test func `a transfer that stalls is taken up again`() throws {
        let ground = try Playground()
        let content = ground.content
        let turn = Turn()
        let server = try HTTPTestServer { request in
            var reply = HTTPTestReply.content(content, for: request, etag: "\"1\"")
            if turn.next() == 1 { reply.stallAfter = 1000 }
            return reply
        }
        let url = server.url("w.pth")
        #expect(try ground.run(ground.download([url], stall: 1)) == .fetched(source: url))
        #expect(ground.bytes() == content)
        #expect(server.requests.map { $0.fields["range"] } == [nil, "bytes=1000-"])
    }

    @Test func `a server that never answers is left`() throws {
        let ground = try Playground()
        let server = try HTTPTestServer { _ in
            Thread.sleep(forTimeInterval: 3)
            return HTTPTestReply()
        }
        let url = server.url("w.pth")
        let download = ground.download([url], stall: 1)
        #expect(ground.error(download) == .unreachable(url, reason: "nothing came for 1 s", download.facts))
    }

    @Test func `a connection that is closed without an answer`() throws {
        let ground = try Playground()
        let server = try HTTPTestServer { _ in
            var reply = HTTPTestReply()
            reply.isSilent = true
            return reply
        }
        let url = server.url("w.pth")
        let download = ground.download([url])
        #expect(ground.error(download) == .unreachable(url, reason: "Empty reply from server", download.facts))
    }

    @Test func `another content than the file's is removed`() throws {
        let ground = try Playground()
        let wrong = [UInt8](repeating: 7, count: 300_000)
        let server = try HTTPTestServer { HTTPTestReply.content(wrong, for: $0) }
        let url = server.url("w.pth")
        for length in [nil, 300_000] {
            let download = ground.download([url], length: length)
            let error = ground.error(download)
            guard case .wrongHash(url, let found, download.facts)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(found.count == 64 && found != ground.sha256)
            #expect(ground.names == [])
            #expect(error?.isMachineFailure == false)
        }
    }

    @Test func `a page of another length is refused before it is read`() throws {
        let ground = try Playground()
        let server = try HTTPTestServer { _ in HTTPTestReply(body: Array("<html>please log in</html>".utf8)) }
        let url = server.url("w.pth")
        try ground.put(Array(ground.content[..<500]), as: "w.pth.part")
        let download = ground.download([url], length: ground.content.count)
        #expect(ground.error(download) == .wrongLength(url, found: 26, expected: 300_000, download.facts))
        #expect(ground.names == [])
        // One that does not tell its length, and goes on beyond the end.
        let endless = try HTTPTestServer { _ in
            var reply = HTTPTestReply(body: [UInt8](repeating: 7, count: 2_000_000))
            reply.claimedLength = -1
            return reply
        }
        let other = ground.download([endless.url("w.pth")], length: ground.content.count)
        guard case .wrongLength(_, let found, 300_000, _)? = ground.error(other) else {
            Issue.record("no error")
            return
        }
        #expect(found > 300_000 && found < 1_000_000)
        #expect(ground.names == [])
    }

    @Test func `a file that the disk has no room for is not begun`() throws {
        let ground = try Playground()
        let server = try HTTPTestServer { _ in
            var reply = HTTPTestReply(body: [1, 2, 3])
            reply.claimedLength = 1 << 60
            return reply
        }
        guard case .noRoom(let folder, let needed, let room)? = ground.error(ground.download([server.url("w.pth")])) else {
            Issue.record("no error")
            return
        }
        #expect(folder == "\(ground.folder)/deep" && needed == 1 << 60 && room < needed)
        #expect(ground.names == [])
    }

    @Test func `without a network the sentence says what to do by hand`() throws {
        let ground = try Playground()
        let dead = try HTTPTestServer.deadURL("w.pth")
        let unknown = "http://no-such-host.invalid/w.pth"
        for url in [dead, unknown] {
            let download = ground.download([url], length: 95_628_359)
            let error = ground.error(download)
            guard case .unreachable(url, let reason, download.facts)? = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            #expect(reason.contains(url == dead ? "connect" : "resolve host"), "\(reason)")
            #expect(error?.isMachineFailure == true)
            let hash = ground.sha256.prefix(16)
            #expect(
                error?.phrase
                    == Phrase(
                        "\(url) cannot be reached (\(reason)): run this again when there is a network, and it goes on where it stopped; or download \(url) on another machine and put it here as \(ground.target) (SHA-256 \(hash)…, 95.6 MB)",
                        "无法访问 \(url)（\(reason)）：有网络后重新运行即可从中断处继续；也可在其他机器上下载 \(url)，放到本机的 \(ground.target)（SHA-256 为 \(hash)…，95.6 MB）"
                    ))
            #expect(ground.names == [])
        }
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

@Suite struct HTTPHeadTests {
    @Test func `the last of several heads counts`() {
        var head = HTTPHead()
        for line in ["HTTP/1.1 302 Found\r\n", "Location: x\r\n", "\r\n", "HTTP/2 206 \r\n", "ETag:  \"a:b\" \r\n", "\r\n"] {
            head.take(line)
        }
        #expect(head.status == 206)
        #expect(head.fields == ["etag": "\"a:b\""])
        #expect(head.validator == "\"a:b\"")
    }

    @Test func `a weak tag is no validator`() {
        var head = HTTPHead()
        head.take("HTTP/1.1 200 OK\r\n")
        head.take("ETag: W/\"a\"\r\n")
        #expect(head.validator == nil)
        head.take("Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT\r\n")
        #expect(head.validator == "Mon, 01 Jan 2024 00:00:00 GMT")
    }

    @Test(arguments: [
        ("bytes 100-199/200", 100, 200 as Int?), ("bytes 0-0/*", 0, nil), ("Bytes 5-9/10", 5, 10), ("bytes */200", nil, nil),
        ("items 1-2/3", nil, nil), ("bytes", nil, nil), ("", nil, nil), ("bytes 99999999999999999999-1/2", nil, nil),
    ])
    func ranges(text: String, start: Int?, total: Int?) {
        var head = HTTPHead()
        head.take("HTTP/1.1 206 Partial\r\n")
        head.take("Content-Range: \(text)\r\n")
        #expect(head.contentRange?.start == start)
        #expect(head.contentRange?.total == total)
    }

    @Test func `a length that cannot be is none`() {
        var head = HTTPHead()
        for (text, length) in [("5", 5 as Int?), ("-1", nil), ("x", nil), ("99999999999999999999", nil)] {
            head.take("HTTP/1.1 200 OK\r\n")
            head.take("Content-Length: \(text)\r\n")
            #expect(head.contentLength == length)
        }
    }
}
