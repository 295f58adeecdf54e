import Evidence

/// Where check aws-vpc-003 is asked for. What sources contradict, or only copy from each other, is left out.
///
/// Collected from the benchmark's own listings, AWS Security Hub and AWS Config, NIST's OSCAL catalogs, and the
/// mappings of Prowler, Powerpipe and cloud-audit, which count as core only where AWS or several of them agree.
extension [ControlMapping] {
    static let vpcFlowLogging: [ControlMapping] = benchmarks + united + others

    private static let benchmarks = [
        "1.0.0": "4.3", "1.1.0": "4.3", "1.2.0": "2.9", "1.3.0": "3.9", "1.4.0": "3.9", "1.5.0": "3.9", "2.0.0": "3.9",
        "3.0.0": "3.7", "4.0.0": "3.7", "4.0.1": "3.7", "5.0.0": "3.7", "6.0.0": "4.7", "7.0.0": "4.7",
    ]
    .sorted { $0.key < $1.key }
    .map { ControlMapping("CIS AWS Foundations Benchmark", $0.key, core: [$0.value]) }

    private static let united: [ControlMapping] = [
        ControlMapping("CIS Controls", "8 / 8.1", core: ["8.2", "13.6"]),
        ControlMapping("CIS Controls", "7", core: ["6.2", "12.5"]),
        ControlMapping(
            "AWS Foundational Security Best Practices", "1.0.0", core: ["EC2.6"],
            remark: "EC2.6 wants rejected traffic on record, as policy effective does."),
        ControlMapping(
            "NIST SP 800-53", "Rev 5",
            core: ["AC-4(26)", "AU-2", "AU-3", "AU-6(3)", "AU-6(4)", "AU-12", "CA-7", "SI-7(8)"],
            secondary: ["AU-8(b)", "AU-12(1)", "SI-4(4)", "SI-4(17)"]),
        ControlMapping(
            "NIST SP 800-171", "Rev 2", core: ["3.3.1", "3.13.1"],
            secondary: ["3.1.20", "3.3.3", "3.6.1", "3.14.6", "3.14.7"]),
        ControlMapping(
            "NIST CSF", "1.1", core: ["DE.AE-1", "DE.AE-3", "DE.CM-1", "PR.DS-5", "PR.PT-1"],
            secondary: ["DE.CM-7", "ID.AM-3"]),
        ControlMapping(
            "NIST CSF", "2.0", core: ["DE.CM-01"], secondary: ["ID.AM-03", "RS.AN-03", "RS.AN-06", "RS.AN-07"]),
        ControlMapping("FedRAMP", "Rev 5", core: ["AU-2", "AU-3", "AU-6(3)", "AU-12", "CA-7"]),
        ControlMapping("FedRAMP 20x KSI", "2026", core: ["KSI-MLA-LET"]),
        ControlMapping(
            "PCI DSS", "3.2.1", core: ["10.1", "10.3.3", "10.3.4", "10.3.5", "10.3.6"], secondary: ["2.2", "10.3.2"],
            remark: "Retired. AWS names 10.3.x, tools 10.1."),
        ControlMapping(
            "PCI DSS", "4.0", secondary: ["10.2.1", "10.2.2", "10.3.1", "A1.2.1"],
            remark: "AWS does not list EC2.6 under 4.0.1; flow records name no user, which 10.2.2 asks for."),
        ControlMapping(
            "SOC 2 (TSC 2017, rev. 2022)", "2017/2022", core: ["CC7.2"], secondary: ["CC6.6", "CC7.3"]),
        ControlMapping("ISO/IEC 27001", "2022", core: ["A.8.15", "A.8.20"], secondary: ["A.8.16", "A.8.21"]),
        ControlMapping(
            "HIPAA Security Rule", "45 CFR 164", core: ["164.308(a)(1)(ii)(D)", "164.312(b)"],
            secondary: ["164.308(a)(3)(ii)(A)", "164.308(a)(6)(ii)"],
            remark: "Some tools print (ii)(C) for (ii)(D); (C) is the sanction policy."),
        ControlMapping("BSI C5", "2020", core: ["OPS-15"], remark: "Three sources give three answers; this is AWS's."),
    ]

    private static let others: [ControlMapping] = [
        ControlMapping(
            "AWS Well-Architected Security Pillar", "-", secondary: ["SEC04-BP01", "SEC04-BP02"]),
        ControlMapping(
            "CMMC", "2.0", secondary: ["AU.L2-3.3.1", "SC.L1-b.1.x", "SC.L2-3.13.1", "SI.L2-3.14.6", "SI.L2-3.14.7"]),
        ControlMapping("CSA CCM", "4.0", secondary: ["IVS-03", "LOG-07", "LOG-08"]),
        ControlMapping("DORA", "2022/2554", secondary: ["Art. 17"]),
        ControlMapping("ENS", "RD 311/2022", secondary: ["op.mon.1"]),
        ControlMapping(
            "FFIEC CAT", "2017",
            secondary: [
                "D2.MA.Ma.B.1", "D2.MA.Ma.B.2", "D3.DC.An.B.3", "D3.DC.An.B.4", "D3.DC.Ev.B.1", "D3.DC.Ev.B.3",
                "D3.PC.Im.B.3",
            ]),
        ControlMapping("GDPR", "2016/679", secondary: ["Art. 25", "Art. 30"], remark: "A weak link."),
        ControlMapping("GxP 21 CFR Part 11", "-", secondary: ["11.10(e)"]),
        ControlMapping("KISA ISMS-P", "2023", secondary: ["2.9.4"]),
        ControlMapping("MITRE ATT&CK", "-", secondary: ["M1047"]),
        ControlMapping(
            "NIS2 Directive", "(EU) 2022/2555", secondary: ["Art. 21(2)(b)"],
            remark: "Sources disagree on the article."),
        ControlMapping("NIS2 implementing regulation annex", "2024 annex", secondary: ["3.2.3(a)", "3.2.3(c)"]),
        ControlMapping("NIST SP 800-172", "2021", secondary: ["3.14.2e"]),
    ]
}
