// Downloads from servers that lead elsewhere, fail, break off, lie, and are not there.

import Foundation
import Localization
import Synchronization
import TestSupport
import Testing

@testable import Downloads

@Suite struct ServerFailureTests {
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
        #expect(
            ground.events.prefix(2) == [
                .retrying(source: url, reason: "HTTP \(status)"), .retrying(source: url, reason: "HTTP \(status)"),
            ])

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
}
