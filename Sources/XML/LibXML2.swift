import CLibXML2

enum LibXML2 {
    /// Set up once, on first use, by whichever thread comes first.
    static let setUp: Void = xmlInitParser()
}
