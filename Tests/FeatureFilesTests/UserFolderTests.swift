// Where files of a user belong.

import FeatureFiles
import Testing

@Suite struct UserFolderTests {
    @Test(arguments: [
        (UserFolder.cache, "/home/u/.cache"), (.data, "/home/u/.local/share"), (.state, "/home/u/.local/state"),
    ])
    func `a folder is where its variable says, else in the home`(_ folder: UserFolder, _ usual: String) {
        let home = ["HOME": "/home/u"]
        #expect(folder.path(environment: home) == usual)
        #expect(folder.path(environment: home.merging([folder.variable: "/x"]) { $1 }) == "/x")
        #expect(folder.path(environment: [folder.variable: "/x"]) == "/x")
        // The specification passes over a path that is not absolute.
        #expect(folder.path(environment: home.merging([folder.variable: "x"]) { $1 }) == usual)
        #expect(folder.path(environment: home.merging([folder.variable: ""]) { $1 }) == usual)
        // The variable of another folder is of no account.
        for other in UserFolder.allCases where other != folder {
            #expect(folder.path(environment: home.merging([other.variable: "/x"]) { $1 }) == usual)
        }
    }

    @Test(arguments: [[:], ["HOME": ""], ["HOME": "u"], ["XDG_CACHE_HOME": "x"]])
    func `there is none without an absolute home`(_ environment: [String: String]) {
        for folder in UserFolder.allCases { #expect(folder.path(environment: environment) == nil) }
    }
}
