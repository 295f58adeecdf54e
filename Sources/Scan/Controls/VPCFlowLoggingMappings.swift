import Evidence

/// Where check aws-vpc-003 is asked for, each requirement with who says so.
///
/// Core is what the framework itself, AWS or several independent sources name; secondary is what fewer do. What
/// sources contradict, or only copy from each other, is left out.
extension [ControlMapping] {
    static let vpcFlowLogging: [ControlMapping] = vpcFlowLoggingBenchmarks + ofSecurityBodies + ofSectors

    /// What security bodies and AWS itself write.
    private static let ofSecurityBodies: [ControlMapping] = [
        .of(
            "CIS Controls", "8 / 8.1",
            .core(
                [("8.2", "Collect Audit Logs", "IG1, IG2, IG3")], .cisSheet,
                "mitre/aws-foundations-cis-baseline fe7291a (CIS AWS v2.0.0 3.9)", .prowlerOfAll("cis_controls_8.1"),
                .powerpipe("cis_controls_v8_ig1"),
                note: "printed for CIS AWS v7.0.0 and v2.0.0; the v3.0.0 sheet itself was not seen"),
            .core(
                [("13.6", "Collect Network Traffic Flow Logs", "IG2, IG3")], .cisSheet,
                .prowlerOfAll("cis_controls_8.1"),
                .powerpipe("git eeb4f3f..1981ec8^ cis_controls_v8_ig1_13 (since removed: not an IG1 safeguard)"),
                note:
                    "printed for CIS AWS v7.0.0; MITRE tag for v2.0.0 lists 8.2 only; the v3.0.0 sheet itself was not seen"
            )),
        .of(
            "CIS Controls", "7",
            .core(
                [("6.2", "Activate audit logging", "IG1, IG2, IG3")], .cisSheet,
                "mitre/aws-foundations-cis-baseline v1.2.0 tag (CIS AWS v1.2.0 2.9)", "Datadog"),
            .core(
                [("12.5", "Configure Monitoring Systems to Record Network Packets", "IG2, IG3")], .cisSheet, .mitre,
                "Datadog"),
            .secondary(
                [("CIS.6", "Maintenance, Monitoring and Analysis of Audit Logs (control family)", "")],
                .managedServices, note: "family level only; version not stated by AWS")),
        .of(
            "CIS Controls", "6",
            .secondary(
                [("6.5, 12.9", "CSC v6.0 references printed in CIS AWS v1.2.0", "")], .mitre, "Datadog", note: "legacy")
        ),
        .of(
            "CCE", "-",
            .core(
                [("CCE-79202-8", "Common Configuration Enumeration id of the recommendation", "")], .cisSheet,
                "Datadog", "InSpec")),
        .of(
            "AWS Foundational Security Best Practices", "1.0.0",
            remark: "EC2.6 wants rejected traffic on record, as policy effective does.",
            .core(
                [("EC2.6", "VPC flow logging should be enabled in all VPCs", "Medium severity")], .securityHub,
                .prowler("aws_foundational_security_best_practices"), .powerpipe("foundational_security/ec2.pp"),
                note: "trafficType=REJECT fixed; does not look at Security Lake")),
        .of(
            "AWS Config managed rule", "-",
            .core(
                [("vpc-flow-logs-enabled", "VPC_FLOW_LOGS_ENABLED (periodic; optional trafficType)", "")], .securityHub,
                "https://docs.amazonaws.cn/en_us/config/latest/developerguide/vpc-flow-logs-enabled.html")),
        .of(
            "AWS Well-Architected Security Pillar", "-",
            .secondary(
                [
                    ("SEC04-BP01", "Configure service and application logging", "High risk"),
                    ("SEC04-BP02", "Analyze logs, findings, and metrics centrally", "High risk"),
                ], .prowler("aws_well_architected_framework_security_pillar"),
                note: "single source; Level = LevelOfRisk in that file")),
        .of(
            "NIST SP 800-53", "Rev 5",
            .core(
                [
                    ("AC-4(26)", "Audit Filtering Actions", "in no baseline"),
                    ("AU-6(3)", "Correlate Audit Record Repositories", "Moderate, High"),
                    ("AU-6(4)", "Central Review and Analysis", "in no baseline"),
                    ("SI-7(8)", "Auditing Capability for Significant Events", "in no baseline"),
                ], .securityHub, .prowler("nist_800_53_revision_5"), .powerpipe("nist_800_53_rev_5"),
                "titles/baselines: usnistgov/oscal-content"),
            .core(
                [
                    ("AU-2", "Event Logging", "Low, Moderate, High"),
                    ("AU-3", "Content of Audit Records", "Low, Moderate, High"),
                    ("AU-12", "Audit Record Generation", "Low, Moderate, High"),
                    ("CA-7", "Continuous Monitoring", "Low, Moderate, High"),
                ], .securityHub, .prowler("nist_800_53_revision_5"), .powerpipe("nist_800_53_rev_5"),
                "titles/baselines: usnistgov/oscal-content",
                note: "Prowler/Powerpipe map to sub-parts (AU-2(b), AU-3(a-e), AU-12(a)(c), CA-7(b))"),
            .secondary(
                [
                    ("AU-8(b)", "Time Stamps", ""), ("AU-12(1)", "System-wide and Time-correlated Audit Trail", ""),
                    ("SI-4(17)", "Integrated Situational Awareness", ""),
                ], .prowler("nist_800_53_revision_5"), .powerpipe("nist_800_53_rev_5"),
                note: "not in AWS EC2.6; the two lists share one origin (same misspellings)"),
            .secondary(
                [("SI-4(4)", "Inbound and Outbound Communications Traffic", "Moderate, High")],
                "InSpec profiles(v1.1 control 4.3)", note: "fits the subject, absent from AWS/Prowler/Powerpipe")),
        .of(
            "NIST SP 800-53", "Rev 4", remark: "Superseded by Rev 5.",
            .core(
                [
                    ("AU-2", "Audit Events / Event Logging", ""), ("AU-3", "Content of Audit Records", ""),
                    ("AU-12", "Audit Generation", ""),
                ], .prowler("nist_800_53_revision_4"), .powerpipe("nist_800_53_rev_4/au.pp"))),
        .of(
            "NIST SP 800-171", "Rev 2",
            .core(
                [
                    ("3.3.1", "Create and retain system audit logs and records", ""),
                    ("3.13.1", "Monitor, control, and protect communications at boundaries", ""),
                ], .securityHub, .prowler("nist_800_171_revision_2"), .powerpipe("nist_800_171_rev_2")),
            .secondary(
                [("3.1.20", "Verify and limit connections to external systems", "")], .securityHub, note: "AWS only"
            ),
            .secondary(
                [
                    ("3.14.6", "Monitor inbound and outbound communications traffic", ""),
                    ("3.14.7", "Identify unauthorized use of systems", ""),
                    ("3.3.3", "Review and update logged events", ""), ("3.6.1", "Incident-handling capability", ""),
                ], .prowler("nist_800_171_revision_2"), .powerpipe("nist_800_171_rev_2"))),
        .of(
            "NIST SP 800-172", "2021",
            .secondary(
                [("3.14.2e", "Monitor for anomalous or suspicious behavior", "")], .powerpipe("nist_800_172/si.pp"),
                note: "Powerpipe only")),
        .of(
            "CMMC", "2.0",
            .secondary(
                [
                    ("AU.L2-3.3.1", "Create and retain audit logs", "L2"),
                    ("SC.L2-3.13.1", "Boundary protection", "L2"), ("SC.L1-b.1.x", "Boundary protection (L1)", "L1"),
                    ("SI.L2-3.14.6", "Monitor communications traffic", "L2"),
                    ("SI.L2-3.14.7", "Identify unauthorized use", "L2"),
                    ("AC.L2-3.1.12", "Control remote access", "L2"),
                ], .prowlerOfAll("cmmc_2.0"), note: "single source")),
        .of(
            "NIST CSF", "1.1",
            .core(
                [
                    ("DE.AE-1", "Baseline of network operations and data flows", ""),
                    ("DE.AE-3", "Event data collected and correlated", ""),
                    ("PR.DS-5", "Protections against data leaks", ""), ("PR.PT-1", "Audit/log records", ""),
                ], .managedServices, .prowler("nist_csf_1.1"), .powerpipe("nist_csf")),
            .core([("DE.CM-1", "Network is monitored", "")], .prowler("nist_csf_1.1"), .powerpipe("nist_csf")),
            .secondary(
                [
                    ("DE.CM-7", "Monitoring for unauthorized activity", ""),
                    ("ID.AM-3", "Communication and data flows are mapped", ""),
                ], .prowler("nist_csf_1.1"), .powerpipe("nist_csf"))),
        .of(
            "NIST CSF", "2.0", remark: "One tool prints ids of 1.1 under 2.0.",
            .core(
                [("DE.CM-01", "Networks and network services are monitored", "")], .powerpipe("nist_csf_v2"),
                note: "Powerpipe; Prowler has DE.CM-1 under its 2.0 file"),
            .secondary(
                [
                    ("ID.AM-03", "Authorized network communication and data flows", ""),
                    ("RS.AN-03", "Incident analysis", ""), ("RS.AN-06", "Investigation records preserved", ""),
                    ("RS.AN-07", "Incident data integrity and provenance", ""),
                ], .powerpipe("nist_csf_v2"), note: "Powerpipe only")),
        .of(
            "MITRE ATT&CK", "-",
            .secondary(
                [("M1047", "Audit (mitigation)", "")], .cisSheet,
                note:
                    "printed in the CIS v7.0.0 sheet; Prowler mitre_attack_aws.json has no entry; CTID AWS mappings have no flow-log entry"
            )),
        .of(
            "CSA CCM", "4.0",
            .secondary(
                [("IVS-03", "Network Security", ""), ("LOG-07", "Logging Scope", ""), ("LOG-08", "Log Records", "")],
                .prowlerOfAll("csa_ccm_4.0"), note: "single tool")),
    ]

    /// What laws, sectors and certifications ask for.
    private static let ofSectors: [ControlMapping] = [
        .of(
            "PCI DSS", "3.2.1", remark: "Retired. AWS names 10.3.x, tools 10.1.",
            .core(
                [
                    ("10.3.3", "Log entry: date and time", ""), ("10.3.4", "Log entry: success or failure", ""),
                    ("10.3.5", "Log entry: origination", ""),
                    ("10.3.6", "Log entry: identity of affected data/resource", ""),
                ], .securityHub, .managedServices, note: "retired standard"),
            .core(
                [("10.1", "Audit trails linked to users", "")], .managedServices, .prowler("pci_3.2.1"),
                .powerpipe("pci_dss_v321/requirement_10.pp"), note: "retired standard"),
            .secondary(
                [("10.3.2", "Log entry: type of event", ""), ("2.2", "Configuration standards", "")], .managedServices)),
        .of(
            "PCI DSS", "4.0",
            remark: "AWS does not list EC2.6 under 4.0.1; flow records name no user, which 10.2.2 asks for.",
            .secondary(
                [("10.2.1", "Audit logs enabled and active", "")], .prowler("pci_4.0"),
                note: "best textual fit, but one tool only"),
            .secondary(
                [("10.2.1.1-10.2.1.7", "Required audit log events", "")], .prowler("pci_4.0"),
                .powerpipe("pci_dss_v40/requirement_10.pp"),
                note: "user/admin events: flow logs support, do not satisfy"),
            .secondary(
                [("10.2.2", "Details recorded per event", "")], .prowler("pci_4.0"),
                .powerpipe("pci_dss_v40/requirement_10.pp"),
                note: "requires user identification, which flow records lack"),
            .secondary(
                [("10.3.1", "Read access to audit logs limited", "")], .prowler("pci_4.0"),
                .powerpipe("pci_dss_v40/requirement_10.pp"), note: "about the destination, not about the flow log"),
            .secondary(
                [("A1.2.1", "Multi-tenant: log capability per customer", "")], .prowler("pci_4.0"),
                .powerpipe("pci_dss_v40/appendix_a1.pp"), note: "service providers only")),
        .of(
            "SOC 2 (TSC 2017, rev. 2022)", "2017/2022",
            .core(
                [("CC7.2", "Monitors for anomalies", "")], .prowler("soc2"), .powerpipe("soc_2"),
                .cloudAudit("soc2_type2"), note: "3 of 3"),
            .secondary(
                [("CC6.6", "Boundary protection against external threats", "")], .powerpipe("soc_2"),
                .cloudAudit("soc2_type2"), note: "not in Prowler"),
            .secondary(
                [("CC7.3", "Evaluates security events", "")], .prowler("soc2"), .powerpipe("soc_2"),
                note: "not in cloud-audit")),
        .of(
            "ISO/IEC 27001", "2022",
            remark: "Sources disagree on A.8.16, A.8.22 and A.8.23; the last two are left out.",
            .core(
                [("A.8.15", "Logging", ""), ("A.8.20", "Networks security", "")], .prowler("iso27001_2022"),
                .cloudAudit("iso27001_2022")),
            .secondary(
                [("A.8.21", "Security of network services", "")], .prowler("iso27001_2022"),
                .cloudAudit("iso27001_2022")),
            .secondary(
                [("A.8.16", "Monitoring activities", "")], .prowler("iso27001_2022"), note: "Prowler only; subject fits"
            )),
        .of(
            "ISO/IEC 27001", "2013", remark: "Superseded by 2022.",
            .secondary(
                [("A.12.4 (Prowler id \"A.12.4.R\")", "Logging and monitoring", "")], .prowler("iso27001_2013"),
                note: "\"A.12.4.R\" is a Prowler id, not an Annex A number")),
        .of(
            "HIPAA Security Rule", "45 CFR 164",
            remark: "Some tools print (ii)(C) for (ii)(D); (C) is the sanction policy.",
            .core(
                [("164.312(b)", "Audit controls", "")], .managedServices, .prowler("hipaa"),
                .powerpipe("hipaa_final_omnibus_security_rule_2013"), .cloudAudit("hipaa_security"), note: "4 of 4"),
            .core(
                [("164.308(a)(1)(ii)(D)", "Information system activity review", "")], .prowler("hipaa"),
                .powerpipe("hipaa_final_omnibus_security_rule_2013"),
                note: "cloud-audit prints this title under (C); (C) is Sanction policy"),
            .secondary(
                [("164.308(a)(3)(ii)(A)", "Authorization and/or supervision", "")], .managedServices, .prowler("hipaa"),
                .powerpipe("hipaa_final_omnibus_security_rule_2013")),
            .secondary(
                [("164.308(a)(6)(ii)", "Response and reporting", "")], .prowler("hipaa"),
                .powerpipe("hipaa_final_omnibus_security_rule_2013"))),
        .of(
            "GDPR", "2016/679", remark: "A weak link.",
            .secondary(
                [
                    ("Art. 25", "Data protection by design and by default", ""),
                    ("Art. 30", "Records of processing activities", ""),
                ], .prowler("gdpr"), .powerpipe("gdpr"), note: "weak link; Art. 32 is not mapped by either")),
        .of(
            "FedRAMP", "Rev 4 Low", remark: "Superseded by Rev 5.",
            .core(
                [("AU-2", "Audit Events", "Low")], .prowler("fedramp_low_revision_4"),
                .powerpipe("fedramp_low_rev_4/au.pp"), note: "Rev 4 is superseded")),
        .of(
            "FedRAMP", "Rev 4 Moderate", remark: "Superseded by Rev 5.",
            .core(
                [
                    ("AU-2(a)(d)", "Audit Events", "Moderate"), ("AU-3", "Content of Audit Records", "Moderate"),
                    ("AU-6(1)(3)", "Audit Review, Analysis, and Reporting", "Moderate"),
                    ("AU-12(a)(c)", "Audit Generation", "Moderate"),
                ], .prowler("fedramp_moderate_revision_4"), .powerpipe("fedramp_moderate_rev_4/au.pp"),
                note: "Rev 4 is superseded")),
        .of(
            "FedRAMP", "Rev 5", remark: "Derived from AWS's list and FedRAMP's baselines: no tool maps it.",
            .core(
                [
                    ("AU-2", "Event Logging", "Low, Moderate"), ("AU-3", "Content of Audit Records", "Low, Moderate"),
                    ("AU-12", "Audit Record Generation", "Low, Moderate"),
                    ("CA-7", "Continuous Monitoring", "Low, Moderate"),
                    ("AU-6(3)", "Correlate Audit Record Repositories", "Moderate"),
                ],
                "AWS Security Hub ec2-controls.md EC2.6 intersected with GSA/fedramp-automation c784140 FedRAMP_rev5_LOW/MODERATE-baseline_profile.json",
                note: "derived here: no tool maps Rev 5 directly")),
        .of(
            "FedRAMP 20x KSI", "25.05C", remark: "Superseded by the list of 2026.",
            .secondary(
                [("KSI-MLA", "Monitoring, Logging, and Auditing", "Low")], .prowler("fedramp_20x_ksi_low"),
                note: "phase-one list, outdated")),
        .of(
            "FedRAMP 20x KSI", "2026",
            .core(
                [("KSI-MLA-LET", "Logging Event Types", "")], "Prowler pip 5.46.0 compliance/fedramp_20x_ksi_2026.json",
                "FedRAMP/docs a06fa8f FRMR.documentation.json (controls au-2, au-12, si-4.4)")),
        .of(
            "FFIEC CAT", "2017",
            .secondary(
                [
                    ("D2.MA.Ma.B.1", "Threat information shared", "Baseline"),
                    ("D2.MA.Ma.B.2", "Event logs used for investigations", "Baseline"),
                    ("D3.DC.An.B.3", "Access logs reviewed", "Baseline"),
                    ("D3.DC.An.B.4", "Third-party access monitored", "Baseline"),
                    ("D3.DC.Ev.B.1", "Normal network activity baseline", "Baseline"),
                    ("D3.DC.Ev.B.3", "Monitor for unauthorized users/devices", "Baseline"),
                    ("D3.PC.Im.B.3", "All ports are monitored", "Baseline"),
                ], .prowler("ffiec"), .powerpipe("ffiec"), note: "both lists agree on all seven")),
        .of(
            "GxP 21 CFR Part 11", "-",
            .secondary(
                [("11.10(e)", "Time-stamped audit trails", "")], .prowler("gxp_21_cfr_part_11"),
                .powerpipe("gxp_21_cfr_part_11/11_10.pp"))),
        .of(
            "NIS2 implementing regulation annex", "2024 annex",
            remark: "One tool maps (c); the text of (a) fits better.",
            .secondary(
                [("3.2.3(c)", "Logs: access to systems and applications", "")], .prowler("nis2"),
                note: "Prowler; its 3.2.3(a) entry omits the flow-log check"),
            .secondary(
                [("3.2.3(a)", "Logs: relevant outbound and inbound network traffic", "")],
                "text of item in Prowler 3e000fa (repo HEAD 2026-08-21; also pip 5.46.0) prowler/compliance/aws/nis2_aws.json (check not mapped there)",
                note: "textual best fit; own reading, no tool maps it")),
        .of(
            "NIS2 Directive", "(EU) 2022/2555", remark: "Sources disagree on the article.",
            .secondary(
                [("Art. 21(2)(b)", "Incident handling (cloud-audit NIS2-RM-02a)", "")], .cloudAudit("nis2_directive"),
                note: "NIS2-* ids are cloud-audit labels, not article numbers")),
        .of(
            "BSI C5", "2020", remark: "Three sources give three answers; this is AWS's.",
            .core(
                [("OPS-15", "Logging and monitoring - accountability", "")],
                "AWS Config conformance pack doc operational-best-practices-for-germany-c5 (crowecawcaw/aws-docs-history 24f8a2f)",
                "C5:2020 headings", note: "AWS page read in part only: further rows possible")),
        .of(
            "ENS", "RD 311/2022",
            .secondary(
                [("op.mon.1", "Deteccion de intrusion", "alto")],
                "Prowler 3e000fa (repo HEAD 2026-08-21; also pip 5.46.0) prowler/compliance/aws/ens_rd2022_aws.json (op.mon.1.aws.flow.1)",
                note:
                    "single tool; AWS conformance packs CCN-ENS Low/Medium/High also carry the Config rule (no ids in YAML)"
            )),
        .of(
            "KISA ISMS-P", "2023",
            .secondary(
                [("2.9.4", "Log and Access Record Management", "")], .prowler("kisa_isms_p_2023"), note: "single tool")),
        .of(
            "DORA", "2022/2554",
            .secondary(
                [("Art. 17", "ICT-related incident management process", "")], .prowlerOfAll("dora_2022_2554"),
                note: "single tool; 68 checks")),
    ]
}
