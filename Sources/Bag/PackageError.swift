/// Why a package could not be written or read: one sentence that says what, where and what to do.
package struct PackageError: Error, CustomStringConvertible, Sendable, Hashable {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
