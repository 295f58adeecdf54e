import Evidence

/// A bash script with the fixes of one account. It does what is not done yet, and stops at the first error.
struct FixScript {
    let account: String
    let heading: [String]

    func begin(_ output: any Output) throws {
        try output.write(
            """
            #!/usr/bin/env bash
            \(heading.map { ShellText.comment($0) }.joined(separator: "\n"))
            #
            # Run it with credentials of account \(account). What is there already is left as it is, so that it can be
            # run again. With --dry-run it asks AWS nothing and prints what it would do.
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

    func write(_ fix: FlowLogFix, of title: String, to output: any Output) throws {
        var lines = ["", ShellText.comment(title), "say \(ShellText.quoted("\(fix.place.vpc): \(fix.summary)"))"]
        for step in fix.steps {
            switch step {
            case .command(let words, let unless): lines += Self.lines("run", words, unless)
            case .flowLog(let words, let unless): lines += Self.lines("create_flow_log", words, unless)
            case .lines(let text):
                lines += ["step() {"] + text.split(separator: "\n").map { "  \($0)" } + ["}"]
                lines.append("if [ \"$dry_run\" = yes ]; then declare -f step; else step; fi")
            }
        }
        lines += fix.remarks.map { "say \(ShellText.quoted("  \($0)"))" }
        try output.write(lines.joined(separator: "\n") + "\n")
    }

    private static func lines(_ verb: String, _ words: [String], _ unless: [String]?) -> [String] {
        guard let unless else { return [ShellText.command([verb] + words)] }
        return [
            "if \(ShellText.command(["missing"] + unless)); then",
            ShellText.command([verb] + words, indent: "  "), "fi",
        ]
    }

    private static let functions = """
        export AWS_PAGER=
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
