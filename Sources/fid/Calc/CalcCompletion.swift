// What Tab offers at the prompt: commands, functions, the names defined so far, and files.

import Foundation
import Worksheets

enum CalcCompletion {
    /// What can stand in place of `word` in a line that begins with `head`.
    static func candidates(for word: String, head: String, names: some Collection<String>) -> Completion {
        if head.isAboutFile { return Completion(words: files(word)) }
        let functions = WorksheetFunction.all.map(\.name)
        if word.hasPrefix(":") {
            let commands = SessionCommand.allCases.map { ":\($0.rawValue)" }
            return Completion(words: commands.filter { $0.hasPrefix(word) }, suffix: " ")
        }
        if head.hasPrefix(":help ") {
            let known = (functions + SessionCommand.allCases.map(\.rawValue)).sorted()
            return Completion(words: known.filter { $0.hasPrefix(word) })
        }
        if head.hasPrefix(":") {
            let takesChoice = [":steps ", ":exact ", ":latex "].contains { head.hasPrefix($0) }
            return Completion(words: takesChoice ? ["off", "on"].filter { $0.hasPrefix(word) } : [])
        }
        // What was typed stays as it was typed: Σ_ becomes Σ_r, though the name is kept as Sigma_r.
        let spelled = Worksheet.spelling(ofName: word)
        let known = functions.map { $0 + "(" } + names
        return Completion(words: known.filter { $0.hasPrefix(spelled) }.map { word + $0.dropFirst(spelled.count) }.sorted())
    }

    /// The files and folders whose paths begin with what was typed; hidden ones only where their point was.
    private static func files(_ word: String) -> [String] {
        let folder = word.lastIndex(of: "/").map { String(word[...$0]) } ?? ""
        let beginning = word.dropFirst(folder.count).replacing("\\ ", with: " ")
        let place = NSString(string: folder.isEmpty ? "." : folder.replacing("\\ ", with: " ")).expandingTildeInPath
        let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
        return names.filter { $0.hasPrefix(beginning) && (beginning.hasPrefix(".") || !$0.hasPrefix(".")) }.sorted().map { name in
            var isDirectory: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(place)/\(name)", isDirectory: &isDirectory)
            return folder + name.replacing(" ", with: "\\ ") + (isDirectory.boolValue ? "/" : "")
        }
    }
}
