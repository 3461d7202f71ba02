import Server
@main struct Chorus { static func main() {} }
