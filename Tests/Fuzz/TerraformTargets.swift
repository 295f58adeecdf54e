import Foundation

@testable import CLI

/// Terraform's configuration and state, of a repository that anybody may write to.
extension FuzzTarget {
    static let terraform = FuzzTarget("terraform") { bytes in
        let blocks = TerraformBlocks(bytes, isJSON: false)
        let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
        expect(blocks.vpcs.values.allSatisfy { (1...lines).contains($0) }, "a VPC is declared on a line of the file")
    }

    static let terraformJSON = FuzzTarget("terraform-json") { _ = TerraformBlocks($0, isJSON: true) }

    static let terraformState = FuzzTarget("terraform-state") { _ = try TerraformState(Data($0)).vpcs }

    static let terragrunt = FuzzTarget("terragrunt") { bytes in
        let unit = TerragruntUnit(HCLBlocks(bytes, isJSON: false))
        let lines = bytes.count { $0 == UInt8(ascii: "\n") } + 1
        expect(unit.map { (1...lines).contains($0.line) } ?? true, "a source is on a line of the file")
    }
}
