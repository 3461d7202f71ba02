// `make bench-trends`: how soon, how long and how rightly two rules list tags, as tables, and the plot docs/trends.svg.

import Basics
import Foundation

print(Report(seeds: 20).text)
print("")
print(Cost.table())
var dice = Dice(1)
let plot = Plot(Movement.call(at: 20 * 3600 + 21 * 60, &dice))
try Data(plot.svg.utf8).write(to: URL(filePath: "docs/trends.svg"))
