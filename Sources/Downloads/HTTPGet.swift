// One GET: the headers of the answer that counts, and its bytes as they come.

import CHTTP
import Foundation

/// The head of the last answer of a transfer, behind all redirects.
struct HTTPHead: Equatable {
    var status = 0
    /// By lower-case name.
    var fields: [String: String] = [:]

    /// Takes a line as it comes over the wire. A line with a status starts a new head: that of the next answer.
    mutating func take(_ line: String) {
        if line.hasPrefix("HTTP/") {
            self = HTTPHead(status: line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0)
        } else if let colon = line.firstIndex(of: ":") {
            fields[line[..<colon].lowercased()] = line[line.index(after: colon)...].trimmingCharacters(
                in: .whitespacesAndNewlines)
        }
    }

    var contentLength: Int? { fields["content-length"].flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }

    /// `bytes 100-199/200`: the first byte, and how long the whole is where that is told.
    var contentRange: (start: Int, total: Int?)? {
        guard let text = fields["content-range"], text.lowercased().hasPrefix("bytes ") else { return nil }
        let parts = text.dropFirst("bytes ".count).split(separator: "/")
        guard parts.count == 2, let start = parts[0].split(separator: "-").first.flatMap({ Int($0) }) else { return nil }
        return (start, Int(parts[1]))
    }

    /// What tells this content from a later one at the same address, fit for `If-Range`: a strong ETag, else the date.
    var validator: String? {
        if let tag = fields["etag"], tag.hasPrefix("\"") { return tag }
        return fields["last-modified"]
    }
}

/// A transfer by libcurl; see `CHTTP.h` for why so.
struct HTTPGet {
    let url: String
    var offset = 0
    var ifRange: String?
    let userAgent: String
    let connectTimeout: Int

    /// What is told of a transfer while it runs. Each of the three ends it by returning false.
    protocol Receiver: AnyObject {
        /// The first bytes of an answer have come.
        func begin(_ head: HTTPHead) -> Bool
        func take(_ bytes: UnsafeRawBufferPointer) -> Bool
        func goesOn() -> Bool
    }

    struct Result {
        let outcome: fid_http_outcome
        let head: HTTPHead
        let reason: String
    }

    /// What the callbacks of C share: they are told where it is by a pointer.
    private final class Context {
        let receiver: any Receiver
        var head = HTTPHead()
        var hasBegun = false

        init(_ receiver: any Receiver) { self.receiver = receiver }

        static func of(_ pointer: UnsafeMutableRawPointer?) -> Context? {
            pointer.map { Unmanaged<Context>.fromOpaque($0).takeUnretainedValue() }
        }
    }

    /// Runs the transfer to its end.
    func run(_ receiver: any Receiver) -> Result {
        let context = Context(receiver)
        let result = withExtendedLifetime(context) {
            url.withCString { url in
                userAgent.withCString { agent in
                    Self.withOptionalCString(ifRange) { ifRange in
                        var request = fid_http_request()
                        request.url = url
                        request.offset = Int64(offset)
                        request.if_range = ifRange
                        request.user_agent = agent
                        request.connect_timeout_seconds = connectTimeout
                        request.context = Unmanaged.passUnretained(context).toOpaque()
                        request.on_header = { pointer, line, length in
                            guard let context = Context.of(pointer), let line else { return 1 }
                            let bytes = UnsafeRawBufferPointer(start: line, count: length)
                            context.head.take(String(decoding: bytes, as: UTF8.self))
                            return 0
                        }
                        request.on_body = { pointer, bytes, length in
                            guard let context = Context.of(pointer), let bytes else { return 1 }
                            if !context.hasBegun {
                                context.hasBegun = true
                                guard context.receiver.begin(context.head) else { return 1 }
                            }
                            return context.receiver.take(UnsafeRawBufferPointer(start: bytes, count: length)) ? 0 : 1
                        }
                        request.on_tick = { pointer in
                            guard let context = Context.of(pointer) else { return 1 }
                            return context.receiver.goesOn() ? 0 : 1
                        }
                        return fid_http_get(&request)
                    }
                }
            }
        }
        let reason = withUnsafeBytes(of: result.reason) { bytes in
            String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
        }
        return Result(outcome: result.outcome, head: context.head, reason: reason)
    }

    private static func withOptionalCString<Value>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Value) -> Value {
        guard let text else { return body(nil) }
        return text.withCString { body($0) }
    }
}
