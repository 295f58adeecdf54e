import Evidence

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why a package could not be written or read: one sentence that says what, where and what to do.
package struct PackageError: Error, CustomStringConvertible, Sendable, Hashable {
    package let description: String
    /// The errno of the system call that failed, where one did.
    let code: CInt?

    package init(_ description: String) {
        self.description = description
        code = nil
    }

    init(_ description: String, code: CInt) {
        self.description = description
        self.code = code
    }

    /// Whether the system kept somebody from looking, so that nothing is known of what lies there.
    package var isOfSystem: Bool {
        guard let code else { return false }
        return ![ENOENT, ELOOP, ENOTDIR, ENXIO, ENAMETOOLONG].contains(code)
    }

    /// `cannot write out/x/report.html: No space left on device`
    init(cannot call: String, _ path: String, code: CInt) {
        description = "cannot \(call) \(path.visible()): \(String(cString: strerror(code)))"
        self.code = code
    }
}
