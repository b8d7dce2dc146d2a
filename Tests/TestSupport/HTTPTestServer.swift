// A web server for the tests, on a port of this machine: it serves what a test gives it, and fails as a test wants it to.

import Foundation
import Synchronization

/// A request as it arrived.
public struct HTTPTestRequest: Sendable {
    public let path: String
    /// By lower-case name.
    public let fields: [String: String]

    /// The first byte that is asked for.
    public var rangeStart: Int? {
        guard let text = fields["range"], text.hasPrefix("bytes=") else { return nil }
        return Int(text.dropFirst("bytes=".count).prefix { $0 != "-" })
    }
}

/// What is sent back.
public struct HTTPTestReply: Sendable {
    public var status = 200
    public var fields: [String: String] = [:]
    public var body: [UInt8] = []
    /// After so many bytes of the body the connection is closed.
    public var cutAfter: Int?
    /// After so many bytes of the body nothing more comes, for a minute.
    public var stallAfter: Int?
    /// Bytes between two pauses of `pause` seconds.
    public var pieceSize = 1 << 16
    public var pause = 0.0
    /// The length that is told; that of the body by default, none where this is negative.
    public var claimedLength: Int?
    /// Closes the connection without an answer.
    public var isSilent = false

    public init(status: Int = 200, fields: [String: String] = [:], body: [UInt8] = []) {
        self.status = status
        self.fields = fields
        self.body = body
    }

    /// A content that can be asked for in part, as a good server serves it.
    public static func content(
        _ bytes: [UInt8], for request: HTTPTestRequest, etag: String? = nil, allowsRanges: Bool = true
    ) -> HTTPTestReply {
        var reply = HTTPTestReply(body: bytes)
        if let etag { reply.fields["ETag"] = etag }
        guard allowsRanges, let start = request.rangeStart else { return reply }
        // With another content than the one that was begun the whole is sent.
        if let condition = request.fields["if-range"], condition != etag { return reply }
        guard start < bytes.count else {
            return HTTPTestReply(status: 416, fields: ["Content-Range": "bytes */\(bytes.count)"])
        }
        reply.status = 206
        reply.fields["Content-Range"] = "bytes \(start)-\(bytes.count - 1)/\(bytes.count)"
        reply.body = Array(bytes[start...])
        return reply
    }

    public static func redirect(to location: String) -> HTTPTestReply {
        HTTPTestReply(status: 302, fields: ["Location": location], body: Array("moved".utf8))
    }
}

/// Serves until it goes.
public final class HTTPTestServer: Sendable {
    public typealias Handler = @Sendable (HTTPTestRequest) -> HTTPTestReply

    public let port: UInt16
    private let listener: Int32
    private let shared: Shared

    /// What the threads of the connections use; they may outlive the server.
    private final class Shared: Sendable {
        let handler: Handler
        let requests = Mutex<[HTTPTestRequest]>([])
        let isClosed = Atomic<Bool>(false)

        init(_ handler: @escaping Handler) { self.handler = handler }
    }

    public struct NoServer: Error {}

    /// All requests so far.
    public var requests: [HTTPTestRequest] { shared.requests.withLock { $0 } }

    public init(_ handler: @escaping Handler) throws {
        shared = Shared(handler)
        listener = Self.streamSocket()
        guard listener >= 0 else { throw NoServer() }
        var address = Self.localAddress(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let (listener, result) = withUnsafeMutablePointer(to: &address) { [listener] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                (
                    listener,
                    bind(listener, pointer, length) == 0 && listen(listener, 16) == 0
                        && getsockname(listener, pointer, &length) == 0
                )
            }
        }
        guard result else {
            close(listener)
            throw NoServer()
        }
        port = UInt16(bigEndian: address.sin_port)
        let shared = shared
        Thread.detachNewThread {
            while true {
                let connection = accept(listener, nil, nil)
                if connection < 0 {
                    if errno == EINTR { continue }
                    break
                }
                if shared.isClosed.load(ordering: .relaxed) {
                    close(connection)
                    break
                }
                Thread.detachNewThread { Self.serve(connection, shared) }
            }
            close(listener)
        }
    }

    deinit {
        shared.isClosed.store(true, ordering: .relaxed)
        shutdown(listener, Int32(SHUT_RDWR))
    }

    public func url(_ path: String) -> String { "http://127.0.0.1:\(port)/\(path)" }

    /// The address of a port on which nobody listens.
    public static func deadURL(_ path: String) throws -> String {
        let socket = streamSocket()
        var address = localAddress(port: 0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(socket, pointer, length) == 0 && getsockname(socket, pointer, &length) == 0
            }
        }
        close(socket)
        guard result else { throw NoServer() }
        return "http://127.0.0.1:\(UInt16(bigEndian: address.sin_port))/\(path)"
    }

    private static func streamSocket() -> Int32 {
        #if canImport(Darwin)
            let descriptor = socket(AF_INET, SOCK_STREAM, 0)
        #else
            let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #endif
        if descriptor >= 0 { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        return descriptor
    }

    private static func localAddress(port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        address.sin_port = port.bigEndian
        return address
    }

    // MARK: A connection

    private static func serve(_ connection: Int32, _ shared: Shared) {
        defer { close(connection) }
        guard let request = read(connection) else { return }
        shared.requests.withLock { $0.append(request) }
        let reply = shared.handler(request)
        if reply.isSilent { return }
        var head = "HTTP/1.1 \(reply.status) Test\r\nConnection: close\r\n"
        if (reply.claimedLength ?? 0) >= 0 { head += "Content-Length: \(reply.claimedLength ?? reply.body.count)\r\n" }
        for (name, value) in reply.fields { head += "\(name): \(value)\r\n" }
        guard send(connection, Array((head + "\r\n").utf8)[...]) else { return }
        let end = min(reply.body.count, reply.cutAfter ?? .max, reply.stallAfter ?? .max)
        var place = 0
        while place < end {
            let next = min(end, place + max(1, reply.pieceSize))
            guard send(connection, reply.body[place..<next]) else { return }
            place = next
            if reply.pause > 0 { Thread.sleep(forTimeInterval: reply.pause) }
        }
        guard reply.stallAfter != nil else { return }
        for _ in 0..<600 where !shared.isClosed.load(ordering: .relaxed) { Thread.sleep(forTimeInterval: 0.1) }
    }

    private static func send(_ connection: Int32, _ bytes: ArraySlice<UInt8>) -> Bool {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Foundation.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private static func read(_ connection: Int32) -> HTTPTestRequest? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while !bytes.suffix(4).elementsEqual(Array("\r\n\r\n".utf8)) {
            let count = recv(connection, &buffer, buffer.count, 0)
            guard count > 0, bytes.count < 1 << 16 else { return nil }
            bytes += buffer[..<count]
        }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        guard let words = lines.first?.split(separator: " "), words.count == 3 else { return nil }
        var fields: [String: String] = [:]
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
        }
        return HTTPTestRequest(path: String(words[1].dropFirst()), fields: fields)
    }
}
