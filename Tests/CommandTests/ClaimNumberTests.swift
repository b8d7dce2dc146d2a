// The numbers that decide the rows of the ledger: each stands in its lesson, and `fid claims` shows it.

import Foundation
import Testing

@Suite struct ClaimNumberTests {
    struct Row: CustomTestStringConvertible, Sendable {
        var testDescription: String { id }
        let id: String
        let lesson: Int
        /// What the lesson prints, exact or in decimals.
        let numbers: [String]
        /// What `fid claims` says.
        let claim: String
    }

    /// The lessons that are written, by the ledger of the course.
    static let rows: [Row] = [
        Row(id: "D1.1", lesson: 2, numbers: ["[1.5 2.5 2]", "[2 2 2]"], claim: "[1.5 2.5 2]"),
        Row(
            id: "D1.2", lesson: 3, numbers: ["⎡ −0.5  −0.5   1 ⎤", "⎣  0.5   0.5  −1 ⎦"], claim: "[−0.5 −0.5 1; 0.5 0.5 −1]"),
        Row(
            id: "D1.3", lesson: 3, numbers: ["⎡  0.5   0.5  −1 ⎤", "⎢  0.5   0.5  −1 ⎥", "⎣ −1    −1     2 ⎦"],
            claim: "[0.5 0.5 −1; 0.5 0.5 −1; −1 −1 2]"),
        Row(
            id: "D1.4", lesson: 3, numbers: ["⎡  0.5   0.5  −0.5 ⎤", "⎢  0.5   0.5  −0.5 ⎥", "⎣ −0.5  −0.5   0.5 ⎦"],
            claim: "[0.5 0.5 −0.5; 0.5 0.5 −0.5; −0.5 −0.5 0.5]"),
        Row(
            id: "D1.5", lesson: 9,
            numbers: [
                "centre_term = 0.5", "T_r = 3", "T_g = 1.5", "⎡  0.5   0.5  −0.5 ⎤", "⎣ −1    −1     1   ⎦", "tr(S) == 2",
                "FID = 1",
            ], claim: "1"),
        Row(id: "D1.6", lesson: 9, numbers: ["⎡  1   1  −1 ⎤", "⎣ −2  −2   2 ⎦", "FID = 1"], claim: "1"),
        Row(
            id: "D1.7", lesson: 1, numbers: ["e_shift = 0.24", "e_noise = 0.24", "d_shift = 0", "d_noise = 16"],
            claim: "[0.24 0.24 0 16]"),
        Row(id: "D2.1", lesson: 4, numbers: ["L = √2", "D_H = 1"], claim: "[√2 1]"),
        Row(id: "D2.2", lesson: 5, numbers: ["d2 = 10", "cost = 10"], claim: "10"),
        Row(id: "D2.3", lesson: 6, numbers: ["dependent[1,2] == 0", "3.5"], claim: "0"),
        Row(id: "D2.4", lesson: 6, numbers: ["0.159155", "0.079577", "0.318310"], claim: "0.07957747155"),
        Row(id: "D2.5", lesson: 6, numbers: ["1.5", "0.5", "0.183776"], claim: "[1.5; −1.5]"),
        Row(id: "D2.6", lesson: 5, numbers: ["expanded = 1", "trace_term = 1"], claim: "1"),
        Row(id: "D2.7", lesson: 7, numbers: ["tr(S) == 4", "λ(A) = [ 3  1 ]"], claim: "4"),
        Row(id: "D2.8", lesson: 7, numbers: ["0.1362966948"], claim: "4 − √6 − √2"),
        Row(
            id: "D2.9", lesson: 8, numbers: ["½ ⎡ 1 + √3  1 − √3 ⎤", "153/112"], claim: "[(1+√3)/2 (1−√3)/2; (1−√3)/2 (1+√3)/2]"),
        Row(id: "D2.11", lesson: 9, numbers: ["100"], claim: "100"),
        Row(id: "D3.1", lesson: 5, numbers: ["W = √10", "W_toy = 1"], claim: "[√10 1]"),
        Row(id: "D3.2", lesson: 8, numbers: ["10 + 4*sqrt(3)", "4.1143897762", "4.0492648835"], claim: "0.0651248926"),
    ]

    @Test(arguments: ["en", "zh"])
    func `each deciding number stands in its lesson`(language: String) throws {
        for lesson in Set(Self.rows.map(\.lesson)).sorted() {
            let output = try Command.run(["lesson", "\(lesson)", "--lang", language]).output
            for row in Self.rows where row.lesson == lesson {
                for number in row.numbers { #expect(output.contains(number), "\(row.id): \(number)") }
            }
        }
        // These two belong to no row, but the course promises their numbers.
        let anatomy = try Command.run(["lesson", "10", "--lang", language]).output
        #expect(anatomy.contains("0.0717967697") && anatomy.contains("0.6994236779"))
        #expect(try Command.run(["lesson", "11", "--lang", language]).output.contains("0.99999997"))
    }

    @Test(arguments: ["en", "zh"])
    func `the ledger shows what decides each row`(language: String) throws {
        let run = try Command.run(["claims", "--json", "--lang", language])
        let records = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [[String: String]])
        #expect(records.count == 53)
        let decided = records.filter { $0["number"] != "" }
        // A row has a number where its lesson is written, and no other has one.
        #expect(Set(decided.compactMap { $0["id"] }) == Set(Self.rows.map(\.id)))
        for row in Self.rows {
            let record = try #require(records.first { $0["id"] == row.id })
            #expect(record["number"]?.hasPrefix(row.claim) == true, "\(row.id): \(record["number"] ?? "")")
            #expect(record["decimal"] != "")
        }
    }

    @Test func `one row with the lines that decide it, which compute as they stand`() throws {
        for row in Self.rows {
            let run = try Command.run(["claims", row.id, "--format", "markdown"])
            #expect(run.code == 0)
            #expect(run.output.contains("fid") && run.output.contains("- **number**: "))
            let sheet = try #require(run.output.firstMatch(of: /```fid\n([\s\S]*?)\n```/)).1
            let scratch = try Scratch()
            let file = try scratch.write("claim.fid", String(sheet))
            #expect(try Command.run(["run", file]).code == 0, "\(row.id): \(sheet)")
        }
    }

    @Test func `one row as text, whole`() throws {
        #expect(
            try Command.run(["claims", "D2.1"]).output == """
                D2.1 · the Fréchet distance of curves is the shortest leash, with nobody walking
                  back
                verdict: holds
                document: D2 · the lecture on the FID
                number: [√2 1], that is [1.414213562 1]
                where: D2, the walk with the dog at the beginning. The distance of two curves is
                  the shortest leash with which both can be walked from start to end, if neither
                  walker ever turns back.
                lesson: leash

                decided by:
                  P = [0 0; 1 0; 2 0; 3 0; 4 0]
                  Q = [0 1; 1 1; 2 1; 3 1; 2 1; 1 1; 2 1; 3 1; 4 1]
                  L = leash(P, Q)
                  D_H = hausdorff(P, Q)
                  [L D_H] == [√2 1]

                see it: fid lesson 4

                """)
    }
}
