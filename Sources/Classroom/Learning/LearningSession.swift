// A course taken as a conversation: where the learner is, what a line that was typed does, and what is to be kept of it.

import Checking
import Lessons
import Localization
import Worksheets

/// A session. It shows and stores nothing itself: each step gives what is to be shown and what is to be kept.
public struct LearningSession: Sendable {
    /// What the session waits for.
    public enum Stop: Hashable, Sendable {
        /// A section has ended.
        case pause
        case question
        /// A lesson has ended, and another one comes.
        case lessonEnd
        /// Nothing comes any more: the course is done, or the learner has left.
        case over
    }

    /// What one step does.
    public struct Reply: Sendable {
        public var events: [LearningEvent] = []
        /// In their order; to be kept before the events are shown.
        public var changes: [ProgressChange] = []
    }

    /// The lessons of the course in one language, in their order.
    public let lessons: [Lesson]
    public private(set) var progress: LearnerProgress
    public private(set) var stop = Stop.over
    public private(set) var run: LessonRun

    /// The lesson at hand.
    private var index = 0
    /// The part of the lesson at which the session stands; one past the last at its end.
    private var part = 0
    private var judge: AnswerJudge?
    private var hints = HintQueue()

    /// - Returns: nil where the course has no lessons.
    public init?(lessons: [Lesson], progress: LearnerProgress) {
        guard let first = lessons.first else { return nil }
        self.lessons = lessons
        self.progress = progress
        run = LessonRun(first)
    }

    /// Takes over what another terminal has kept meanwhile.
    public mutating func adopt(_ progress: LearnerProgress) { self.progress = progress }

    // MARK: Beginning

    /// Goes on where the learner left, or begins the lesson of an id.
    public mutating func begin(lesson id: String? = nil) -> Reply {
        if let index = id.flatMap({ id in lessons.firstIndex { $0.id == id } }) { return open(index) }
        let last = progress.lesson.flatMap { id in lessons.firstIndex { $0.id == id } }
        if let last, place(in: lessons[last]) != .end { return open(last) }
        guard let next = unfinished(after: last) else {
            stop = .over
            return Reply(events: [.courseEnded(lessons.map { progress.summary(of: $0) })])
        }
        return open(next)
    }

    /// Where the learner was in a lesson as it is today: a question that has gone gives way to the first open one.
    private func place(in lesson: Lesson) -> LessonRecord.Place? {
        let asks = lesson.asks
        let firstOpen = asks.first { progress.record(of: $0.id, in: lesson.id).outcome == nil }
        switch progress.lessons[lesson.id]?.place {
        case nil: return nil
        case .question(let id)? where asks.contains { $0.id == id }: return .question(id)
        case .question?: return firstOpen.map { .question($0.id) } ?? .end
        // A question may have come in since the lesson was finished.
        case .end?: return firstOpen.map { .question($0.id) } ?? .end
        }
    }

    /// The first lesson behind another that is not finished, from the beginning again where the end is reached.
    private func unfinished(after index: Int?) -> Int? {
        let start = index.map { $0 + 1 } ?? 0
        let order = Array(start..<max(start, lessons.count)) + Array(0..<min(start, lessons.count))
        return order.first { $0 != index && !progress.summary(of: lessons[$0]).isFinished }
    }

    private mutating func open(_ index: Int) -> Reply {
        self.index = index
        let lesson = lessons[index]
        run = LessonRun(lesson)
        let questions = run.questions
        part = 0
        var isResumed = false
        // A lesson that was finished is taken from its beginning.
        if case .question(let id)? = place(in: lesson), let position = questions.firstIndex(where: { $0.ask.id == id }),
            position > 0
        {
            part = questions[position - 1].part + 1
            isResumed = true
        }
        var reply = Reply(events: [.opened(progress.summary(of: lesson), isResumed: isResumed)])
        note(.reached(lesson: lesson.id, nextPlace), &reply)
        advance(&reply)
        return reply
    }

    // MARK: Going on

    /// Goes on from the end of a section or of a lesson; at a question it does nothing.
    public mutating func proceed() -> Reply {
        var reply = Reply()
        switch stop {
        case .pause:
            part += 1
            advance(&reply)
        case .lessonEnd:
            if let next = unfinished(after: index) { return open(next) }
        case .question, .over: break
        }
        return reply
    }

    /// Shows parts up to the next stop.
    private mutating func advance(_ reply: inout Reply) {
        while run.parts.indices.contains(part) {
            switch run.parts[part] {
            case .reading(let block):
                reply.events.append(.reading(block, names: run.names(before: part)))
                part += 1
            case .pause:
                reply.events.append(.paused)
                stop = .pause
                return
            case .question(let ask):
                put(ask, &reply)
                return
            }
        }
        note(.reached(lesson: run.lesson.id, .end), &reply)
        let summary = progress.summary(of: run.lesson)
        let next = unfinished(after: index).map { lessons[$0] }
        reply.events.append(.lessonEnded(summary, next: next))
        stop = next == nil ? .over : .lessonEnd
        if next == nil { reply.events.append(.courseEnded(lessons.map { progress.summary(of: $0) })) }
    }

    private mutating func put(_ ask: Ask, _ reply: inout Reply) {
        judge = AnswerJudge(ask, names: run.names(before: part), all: run.numbers, formulas: run.formulas)
        hints = HintQueue(ask.hints)
        stop = .question
        note(.reached(lesson: run.lesson.id, .question(ask.id)), &reply)
        let number = run.questions.firstIndex { $0.part == part } ?? 0
        reply.events.append(
            .asked(AskedQuestion(ask: ask, number: number + 1, outcomes: progress.summary(of: run.lesson).outcomes)))
    }

    /// The question that comes next, or the end.
    private var nextPlace: LessonRecord.Place {
        run.questions.first { $0.part >= part }.map { .question($0.ask.id) } ?? .end
    }

    private mutating func note(_ change: ProgressChange, _ reply: inout Reply) {
        progress.apply(change)
        reply.changes.append(change)
    }

    // MARK: Lines

    /// Takes a line that was typed: an answer, or a command.
    public mutating func enter(_ line: String) -> Reply {
        let text = String(line.drop(while: \.isWhitespace))
        if let command = LearnerCommand(text) { return obey(command) }
        guard stop == .question, let ask else {
            if text.isEmpty { return proceed() }
            let suggestion = LearnerCommand.nearest(to: text)
            return Reply(events: [suggestion.map { .unknownWord(text, suggestion: $0) } ?? .noQuestionHere])
        }
        guard !text.isEmpty, let judge else {
            // Whoever takes a lesson again need not answer what was answered.
            return progress.record(of: ask.id, in: run.lesson.id).outcome == nil ? Reply() : obey(.skip)
        }
        let isOption = ask.options.contains { $0.key.lowercased() == text.lowercased() }
        if !isOption, !judge.knows(text), let suggestion = LearnerCommand.nearest(to: text) {
            return Reply(events: [.unknownWord(text, suggestion: suggestion)])
        }
        return take(judge.judge(text), of: ask)
    }

    /// The question at hand.
    private var ask: Ask? {
        guard stop == .question, run.parts.indices.contains(part), case .question(let ask) = run.parts[part] else { return nil }
        return ask
    }

    private mutating func take(_ judgement: Judgement, of ask: Ask) -> Reply {
        var reply = Reply()
        if case .wrong(let wrong) = judgement { hints.add(wrong.diagnoses.first?.misconceptions.first) }
        reply.events.append(.judged(judgement, hasHints: !hints.isEmpty))
        // Of a question whose answer was seen, nothing is counted any more.
        if judgement.isAttempt, progress.record(of: ask.id, in: run.lesson.id).outcome == nil {
            note(.tried(lesson: run.lesson.id, question: ask.id), &reply)
        }
        if judgement.isRight { leave(ask, .solved, &reply) }
        return reply
    }

    private mutating func leave(_ ask: Ask, _ outcome: QuestionOutcome, _ reply: inout Reply) {
        note(.settled(lesson: run.lesson.id, question: ask.id, outcome), &reply)
        part += 1
        note(.reached(lesson: run.lesson.id, nextPlace), &reply)
        advance(&reply)
    }

    // MARK: Commands

    private mutating func obey(_ command: LearnerCommand) -> Reply {
        switch command {
        case .help: return Reply(events: [.help])
        case .quit:
            stop = .over
            return Reply(events: [.left])
        case .back: return back()
        case .hint, .reveal, .skip: break
        }
        guard let ask else {
            return command == .skip && stop != .over ? proceed() : Reply(events: [.noQuestionHere])
        }
        var reply = Reply()
        let earlier = progress.record(of: ask.id, in: run.lesson.id).outcome
        switch command {
        case .hint:
            guard let hint = hints.next() else { return Reply(events: [.noHints(hadAny: hints.shown > 0)]) }
            reply.events.append(.hint(hint, remaining: hints.remaining))
            if earlier == nil { note(.hinted(lesson: run.lesson.id, question: ask.id, count: hints.shown), &reply) }
        case .reveal:
            reply.events.append(
                .revealed(
                    RevealedAnswer(
                        value: judge?.answer, calculation: judge?.calculation, option: judge?.rightOption,
                        wasSolved: earlier == .solved)))
            leave(ask, .revealed, &reply)
        default:
            reply.events.append(.skipped(earlier: earlier))
            leave(ask, .skipped, &reply)
        }
        return reply
    }

    /// To the question before this place, with what is to be read before it; from the first one to the beginning of the lesson.
    private mutating func back() -> Reply {
        let questions = run.questions
        let earlier = questions.lastIndex { $0.part < part }
        // Reading that has been shown since the last question leads back to that question's section, too.
        guard stop != .over, earlier != nil || part > 0 && stop != .question else { return Reply(events: [.nothingBefore]) }
        part = earlier.flatMap { $0 > 0 ? questions[$0 - 1].part + 1 : nil } ?? 0
        var reply = Reply()
        note(.reached(lesson: run.lesson.id, nextPlace), &reply)
        advance(&reply)
        return reply
    }
}

/// The hints of a question that are still to be given: what a diagnosis suggests first, then the lesson's own.
struct HintQueue: Sendable {
    private var waiting: [Phrase] = []
    private var known: Set<String> = []
    private(set) var shown = 0

    init(_ hints: [String] = []) { waiting = hints.map { Phrase(same: $0) } }

    var isEmpty: Bool { waiting.isEmpty }

    var remaining: Int { waiting.count }

    mutating func add(_ misconception: Misconception?) {
        guard let misconception, known.insert(misconception.id).inserted else { return }
        waiting.insert(misconception.hint, at: 0)
    }

    mutating func next() -> Phrase? {
        guard !waiting.isEmpty else { return nil }
        shown += 1
        return waiting.removeFirst()
    }
}
