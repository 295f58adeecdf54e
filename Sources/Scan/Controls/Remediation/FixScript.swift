import Evidence

/// A bash script with the fixes of one account. It does what is not done yet, and stops at the first error but one of
/// what may be somebody else's.
struct FixScript {
    let account: String
    /// Where commands go that name no region: IAM and STS of other partitions are asked nowhere else.
    let region: String
    let heading: [String]

    func begin(_ output: any Output) throws {
        try output.write(
            """
            #!/usr/bin/env bash
            \(heading.map { ShellText.comment($0) }.joined(separator: "\n"))
            #
            # Run it with credentials of account \(account). What is there already is left as it is or added to, so
            # that it can be run again. With --dry-run it asks AWS nothing and prints what it would do.
            #
            # What AWS fills in itself, such as ${version}, stands in single quotes.
            # shellcheck disable=SC2016
            set -euo pipefail

            dry_run=no
            case "$*" in
            '') ;;
            --dry-run) dry_run=yes ;;
            *)
              printf 'usage: %s [--dry-run]\\n' "$0" >&2
              exit 64
              ;;
            esac

            \(ShellText.environment(in: region))
            \(Self.functions)

            if [ "$dry_run" = no ]; then
              caller=$(aws sts get-caller-identity --query Account --output text)
              if [ "$caller" != \(account) ]; then
                printf 'these are the fixes of account %s, and the credentials are those of %s\\n' \(account) "$caller" >&2
                exit 1
              fi
            fi

            """)
    }

    /// `others` is what the fixes before it mend already.
    func write(_ fix: FlowLogFix, without others: Set<String> = [], of title: String, to output: any Output) throws {
        var lines = ["", ShellText.comment(title), "say \(ShellText.quoted("\(fix.place.vpc): \(fix.summary)"))"]
        for step in fix.steps(without: others) {
            switch step {
            case .command(let words, let unless): lines += Self.lines("run", words, unless)
            case .flowLog(let words, let unless): lines += Self.lines("create_flow_log", words, unless)
            case .lines(let text): lines += Self.lines(text, done: "step")
            case .attempt(let text): lines += Self.lines(text, done: "attempt")
            }
        }
        lines += fix.remarks.map { "say \(ShellText.quoted("  \($0)"))" }
        try output.write(lines.joined(separator: "\n") + "\n")
    }

    func end(_ output: any Output) throws {
        try output.write(
            """

            if [ "$failed" = yes ]; then
              say 'Not everything could be done: see what AWS says above.'
              exit 1
            fi

            """)
    }

    private static func lines(_ text: String, done verb: String) -> [String] {
        ["step() {"] + text.split(separator: "\n").map { "  \($0)" } + ["}"]
            + ["if [ \"$dry_run\" = yes ]; then declare -f step; else \(verb); fi"]
    }

    private static func lines(_ verb: String, _ words: [String], _ unless: [String]?) -> [String] {
        guard let unless else { return [ShellText.command([verb] + words)] }
        return [
            "if \(ShellText.command(["missing"] + unless)); then",
            ShellText.command([verb] + words, indent: "  "), "fi",
        ]
    }

    private static let functions = """
        scratch=$(mktemp -d)
        trap 'rm -rf "$scratch"' EXIT

        say() { printf '%s\\n' "$1" >&2; }

        # Whether the answer is empty, or AWS says that there is no such thing. Any other failure ends the script.
        missing() {
          if [ "$dry_run" = yes ]; then return 0; fi
          if "$@" >"$scratch/out" 2>"$scratch/err"; then
            case "$(<"$scratch/out")" in '' | None) return 0 ;; *) return 1 ;; esac
          fi
          if grep -q -E 'NoSuch[A-Za-z]*|ResourceNotFoundException|EntityNotFoundException' "$scratch/err"; then
            return 0
          fi
          cat "$scratch/err" >&2
          exit 1
        }

        # Runs a command, or prints it. A new role takes some seconds to be known everywhere.
        run() {
          if [ "$dry_run" = yes ]; then
            printf '%q ' "$@"
            printf '\\n'
            return 0
          fi
          for attempt in 1 2 3 4 5 6; do
            if "$@" >"$scratch/out" 2>"$scratch/err"; then return 0; fi
            if ! grep -q -i 'assume' "$scratch/err"; then break; fi
            sleep "$attempt"
          done
          cat "$scratch/err" >&2
          exit 1
        }

        # Does what may be for somebody else, and goes on where that fails.
        failed=no
        attempt() {
          local status
          set +e
          (
            set -e
            step
          )
          status=$?
          set -e
          if [ "$status" -ne 0 ]; then failed=yes; fi
        }

        # create-flow-logs ends well even where it made nothing.
        create_flow_log() {
          run "$@" --query 'Unsuccessful[].Error.Message' --output text
          if [ "$dry_run" = yes ]; then return 0; fi
          case "$(<"$scratch/out")" in
          '' | None) ;;
          *)
            cat "$scratch/out" >&2
            exit 1
            ;;
          esac
        }
        """
}
