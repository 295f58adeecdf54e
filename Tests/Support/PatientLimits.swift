package import AWS

extension TransportLimits {
    /// For a busy machine, where a connection to itself may take seconds.
    package static var patient: TransportLimits {
        var limits = TransportLimits()
        limits.connect = .seconds(30)
        return limits
    }
}
