import ArgumentParser
@main struct Exhibit: AsyncParsableCommand { func run() async throws {} }
