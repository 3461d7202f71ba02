// A page of settings, as its template sees it.

extension FormPage {
    /// The names that `form.mustache` asks for.
    var fields: Fields {
        Fields([
            "title": .text(title),
            "paragraphs": .many(paragraphs.map { Fields(["text": .text($0)]) }),
            "figure": .html(figure),
            "csrf": .text(csrf),
            "action": .href(action),
            "hasForm": .flag(button != nil),
            "button": .text(button),
            "done": .text(done),
            "error": .text(error),
            "hidden": .many(hidden.map { Fields(["name": .text($0.name), "value": .text($0.value)]) }),
            "inputs": .many(inputs.map(\.fields)),
            "hasFile": .flag(inputs.contains { if case .file = $0.kind { true } else { false } }),
            "progress": .one(
                progress.map { Fields(["done": .text(String($0.done)), "of": .text(String($0.of))]) }
            ),
            "hasLinks": .flag(!links.isEmpty),
            "links": .many(
                links.map { Fields(["url": .href($0.url), "label": .text($0.label), "hint": .text($0.hint)]) }
            ),
        ]).merging(Head(title: title).fields(in: frame))
    }
}

extension FormPage.Input {
    fileprivate var fields: Fields {
        var type: (String, String)?
        var options: [(value: String, name: String)] = []
        var isTick = false
        var (accept, rows): (String?, Int?) = (nil, nil)
        switch kind {
        case .text: type = ("text", "off")
        case .area(let count): rows = count
        case .line(let name, let autocomplete): type = (name, autocomplete)
        case .tick: isTick = true
        case .choice(let all): options = all
        case .file(let types): accept = types
        }
        return Fields([
            "name": .text(name),
            "label": .text(label),
            "hint": .one(hint.map { Fields(["id": .text("\(name)-hint"), "text": .text($0)]) }),
            "error": .one(error.map { Fields(["id": .text("\(name)-error"), "text": .text($0)]) }),
            "describedBy": .text(error != nil ? "\(name)-error" : hint != nil ? "\(name)-hint" : nil),
            "isLine": .flag(type != nil),
            "isTick": .flag(isTick),
            "isArea": .flag(rows != nil),
            "rows": .text(String(rows ?? 3)),
            "isFile": .flag(accept != nil),
            "accept": .text(accept),
            "isChoice": .flag(!options.isEmpty),
            "type": .text(type?.0 ?? "text"),
            "autocomplete": .text(type?.1 ?? "off"),
            "value": .text(value),
            "isSet": .flag(value == "true"),
            "required": .flag(isRequired),
            "options": .many(
                options.map {
                    Fields(["value": .text($0.value), "name": .text($0.name), "isChosen": .flag($0.value == value)])
                }
            ),
        ])
    }
}
