// Which mistakes cannot be told apart on given data: for authors, and for who makes problems.

import Worksheets

/// On one step of a task: mistakes that give one value, or that give the right value by accident.
public struct Collision: Sendable {
    public let step: String
    /// The ids of the mistakes, in the order of the catalogue.
    public let mistakes: [String]
    public let value: Value
    /// Whether the value is the right one: the mistake cannot be seen.
    public let isRight: Bool
}

extension HomeworkTask {
    /// The collisions on the data of this task, step by step.
    ///
    /// - Parameter spelledOut: whether slips are also made in what the names of earlier steps stand for, as for a sheet that gives a
    ///   late result only.
    public func collisions(spelledOut: Bool = false) -> [Collision] {
        let values = values()
        let diagnostician = Diagnostician(formulas: spelledOut ? formulas : [:])
        return steps.flatMap { step -> [Collision] in
            guard let right = values[step.name] else { return [] }
            var groups: [(value: Value, ids: [String])] = []
            for (id, value) in diagnostician.slipValues(of: step.formula, names: values) {
                if let index = groups.firstIndex(where: { WrittenValue($0.value).agrees(with: value) }) {
                    if !groups[index].ids.contains(id) { groups[index].ids.append(id) }
                } else {
                    groups.append((value, [id]))
                }
            }
            return groups.compactMap { group in
                let isRight = WrittenValue(group.value).agrees(with: right)
                guard isRight || group.ids.count > 1 else { return nil }
                return Collision(step: step.name, mistakes: group.ids, value: group.value, isRight: isRight)
            }
        }
    }
}
