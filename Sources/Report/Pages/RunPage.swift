import Evidence

/// Who asked, when, with what, and of what.
struct RunPage {
    let dossier: Dossier

    var page: Page {
        let run = dossier.run
        return .object { [self] name in
            switch name {
            case "id": .text(run.id)
            case "startedAt": .own(run.startedAt.forPeople)
            case "finishedAt": .own(run.finishedAt.forPeople)
            case "arguments": .text(run.arguments.joined(separator: " "))
            case "toolName": .own(dossier.tool.name)
            case "toolVersion": .own(dossier.tool.version)
            case "toolCommit": .maybe(dossier.tool.commit)
            case "toolSHA256": .maybe(dossier.tool.sha256)
            case "derivedFrom": run.derivedFrom.map { Self.origin($0) } ?? .absent
            case "identities": .list(dossier.identities) { Self.identity($0) }
            case "credentialSources": .texts(dossier.credentialSources)
            default: scope(name)
            }
        }
    }

    private func scope(_ name: String) -> Page? {
        let scope = dossier.scope
        return switch name {
        case "partition": .text(scope.partition)
        case "requestedRegions": .texts(scope.requested)
        case "customEndpoints": .texts(dossier.endpointNames ?? [])
        case "hasCustomEndpoints": .flag(!scope.customEndpoints.isEmpty)
        case "accountCount": .own(dossier.accounts.count.of("account"))
        case "regionsRead": .number(scope.regions.count { $0.status == .read })
        case "regionsPartial": .number(scope.regions.count { $0.status == .partial })
        case "regionsUnreadable": .number(scope.regions.count { $0.status == .unreadable })
        case "regionsDisabled": .number(scope.regions.count { $0.status == .disabled })
        case "regionsNotRequested": .number(scope.regions.count { $0.status == .notRequested })
        default: nil
        }
    }

    private static func origin(_ origin: Run.Origin) -> Page {
        .object { name in
            switch name {
            case "originRun": .text(origin.runId)
            case "originDigest": .text(origin.digest)
            default: nil
            }
        }
    }

    private static func identity(_ identity: Dossier.Identity) -> Page {
        .object { name in
            switch name {
            case "account": .text(identity.account)
            case "arn": .text(identity.arn)
            case "credentialSource": .maybe(identity.credentialSource)
            default: nil
            }
        }
    }
}
