// The head of an answer, line by line.

import Testing

@testable import Downloads

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
