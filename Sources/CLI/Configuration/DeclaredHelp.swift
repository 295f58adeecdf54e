import ArgumentParser

/// Sentences in an option's help that mean something to configuration files too. They are part of its declaration:
/// people read them in the help, `CommandTable` reads them there.
enum DeclaredHelp {
    /// A file that nobody named may set it. Without this sentence it may not.
    static let found = "May be set in exhibit.yml without --config."
    /// One argument may hold several values, with commas between them.
    static let list = "A comma list, or given several times."
}

extension ArgumentHelp {
    /// Of an option that decides how to judge or render, and nothing else: an `exhibit.yml` that merely lies in the
    /// current folder may set it. A path is taken from there only if it leads below the folder of the file.
    ///
    /// Not for an option that decides who is asked or trusted, what is read, signed, replaced, silenced or sent.
    var allowedInFoundFile: ArgumentHelp {
        var help = self
        help.discussion = [discussion, DeclaredHelp.found].compactMap(\.self).joined(separator: " ")
        return help
    }
}
