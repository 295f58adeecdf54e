import Foundation

/// Stdin, stdout and stderr, which whoever starts the program may have closed.
enum StandardStreams {
    /// Puts something unusable in the place of each that is closed: the next file that is opened, one of the package,
    /// would be stdout, and the summary would land in it. Reading and writing fail as they would have.
    static func occupy() {
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
            // The lowest number that is free is the stream's own.
            _ = open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }
}
