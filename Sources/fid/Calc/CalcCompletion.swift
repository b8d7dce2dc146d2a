// What Tab offers at the prompt: commands, functions, and the names defined so far.

import Worksheets

enum CalcCompletion {
    /// What can stand in place of `word` in a line that begins with `head`.
    static func candidates(for word: String, head: String, names: some Collection<String>) -> Completion {
        if head.isAboutFile { return Completion(words: [], isFile: true) }
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
}
