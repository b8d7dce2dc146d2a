// Which shard a process takes: by its option, by each launcher's variables, and what is refused where they are wrong or contradict.

import Foundation
import Testing

@Suite struct LauncherTests {
    struct Launch: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let environment: [String: String]
        /// What the command says behind the name of the file.
        let says: String
        var errors = ""

        init(_ name: String, _ environment: [String: String], says: String, errors: String = "") {
            testDescription = name
            self.environment = environment
            self.says = says
            self.errors = errors
        }
    }

    private static func array(_ id: Int, _ more: [String: String] = [:]) -> [String: String] {
        [
            "SLURM_ARRAY_TASK_ID": "\(id)", "SLURM_ARRAY_TASK_COUNT": "4", "SLURM_ARRAY_TASK_MIN": "0",
            "SLURM_ARRAY_TASK_MAX": "3", "SLURM_ARRAY_TASK_STEP": "1",
        ].merging(more) { $1 }
    }

    static let launches: [Launch] = [
        Launch(
            "Open MPI", ["OMPI_COMM_WORLD_RANK": "2", "OMPI_COMM_WORLD_SIZE": "4"],
            says: "x-3-of-4.npz: shard 3 of 4, rows 7–8 of 10, 2 features (Open MPI)"),
        Launch(
            "MPICH", ["PMI_RANK": "0", "PMI_SIZE": "4"], says: "x-1-of-4.npz: shard 1 of 4, rows 1–3 of 10, 2 features (MPI)"),
        Launch(
            "srun", ["SLURM_PROCID": "3", "SLURM_STEP_NUM_TASKS": "4", "SLURM_NTASKS": "8"],
            says: "x-4-of-4.npz: shard 4 of 4, rows 9–10 of 10, 2 features (Slurm)"),
        Launch(
            "srun by PMIx", ["SLURM_PROCID": "1", "SLURM_STEP_NUM_TASKS": "4", "PMIX_RANK": "1"],
            says: "x-2-of-4.npz: shard 2 of 4, rows 4–6 of 10, 2 features (Slurm)"),
        Launch(
            "tasks of Slurm without a step", ["SLURM_PROCID": "0", "SLURM_NTASKS": "4"],
            says: "x-1-of-4.npz: shard 1 of 4, rows 1–3 of 10, 2 features (Slurm)",
            errors:
                "fid: SLURM_PROCID=0, SLURM_NTASKS=4 makes this shard 1 of 4; in a batch script start it by srun, or say --shard 1/1 for the whole set\n"
        ),
        Launch(
            "PMIx alone", ["PMIX_RANK": "1", "FID_SHARD_COUNT": "2"],
            says: "x-2-of-2.npz: shard 2 of 2, rows 6–10 of 10, 2 features (PMIx)"),
        Launch("Slurm array", array(2), says: "x-3-of-4.npz: shard 3 of 4, rows 7–8 of 10, 2 features (Slurm job array)"),
        Launch(
            "Slurm array from 1", array(1, ["SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "4"]),
            says: "x-1-of-4.npz: shard 1 of 4, rows 1–3 of 10, 2 features (Slurm job array)"),
        Launch(
            "Slurm array in steps",
            array(30, ["SLURM_ARRAY_TASK_MIN": "10", "SLURM_ARRAY_TASK_MAX": "40", "SLURM_ARRAY_TASK_STEP": "10"]),
            says: "x-3-of-4.npz: shard 3 of 4, rows 7–8 of 10, 2 features (Slurm job array)"),
        Launch(
            "Slurm array whose batch script has several tasks", array(2, ["SLURM_PROCID": "0", "SLURM_NTASKS": "8"]),
            says: "x-3-of-4.npz: shard 3 of 4, rows 7–8 of 10, 2 features (Slurm job array)"),
        Launch(
            "Slurm array with srun of one task", array(2, ["SLURM_PROCID": "0", "SLURM_STEP_NUM_TASKS": "1"]),
            says: "x-3-of-4.npz: shard 3 of 4, rows 7–8 of 10, 2 features (Slurm job array)"),
        Launch(
            "mpirun in an allocation of Slurm",
            ["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2", "SLURM_PROCID": "0", "SLURM_NTASKS": "4"],
            says: "x-2-of-2.npz: shard 2 of 2, rows 6–10 of 10, 2 features (Open MPI)"),
        Launch(
            "Kubernetes indexed job", ["JOB_COMPLETION_INDEX": "9", "FID_SHARD_COUNT": "10"],
            says: "x-10-of-10.npz: shard 10 of 10, rows 10–10 of 10, 2 features (Kubernetes)"),
        Launch(
            "one process", ["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "1"],
            says: "x.npz: 10 samples of 2 features"),
        Launch(
            "a task of an array submitted again",
            [
                "SLURM_ARRAY_TASK_ID": "5", "SLURM_ARRAY_TASK_COUNT": "1", "SLURM_ARRAY_TASK_MIN": "5",
                "SLURM_ARRAY_TASK_MAX": "5",
            ],
            says: "x.npz: 10 samples of 2 features",
            errors:
                "fid: SLURM_ARRAY_TASK_ID=5, SLURM_ARRAY_TASK_COUNT=1: an array of one task takes the whole set; to repeat one shard of it, say --shard I/N\n"
        ),
        Launch("empty variables", ["OMPI_COMM_WORLD_RANK": "", "PMI_RANK": ""], says: "x.npz: 10 samples of 2 features"),
        Launch("no launcher", [:], says: "x.npz: 10 samples of 2 features"),
    ]

    private func scratch() throws -> (Scratch, String) {
        let scratch = try Scratch()
        let values = (0..<20).map { Double(($0 * 7) % 11) / 4 }
        return (scratch, try scratch.write("x.npy", NPY.doubles(values, shape: "(10, 2)")))
    }

    @Test(arguments: launches)
    func `each launcher gives a process its shard, and a file of its own`(launch: Launch) throws {
        let (scratch, path) = try scratch()
        let run = try Command.run(["stats", path, "-o", scratch.path("x.npz")], environment: launch.environment)
        #expect(run.code == 0, "\(run.errors)")
        #expect(run.output == scratch.url.path + "/" + launch.says + "\n")
        #expect(run.errors == launch.errors)
        let name = try #require(launch.says.split(separator: ":").first)
        #expect(try scratch.contents() == [String(name), "x.npy"].sorted())
    }

    static let refusals: [Launch] = [
        Launch(
            "a rank that is no number", ["OMPI_COMM_WORLD_RANK": "x", "OMPI_COMM_WORLD_SIZE": "4"],
            says: "OMPI_COMM_WORLD_RANK in the environment is ‘x’ and should be a whole number: unset it, or say --shard I/N"),
        Launch(
            "a rank beyond the size", ["PMI_RANK": "4", "PMI_SIZE": "4"],
            says: "the environment has PMI_RANK=4, PMI_SIZE=4, which is no process of that many: unset it, or say --shard I/N"),
        Launch(
            "an index without a count", ["JOB_COMPLETION_INDEX": "1"],
            says:
                "JOB_COMPLETION_INDEX=1 is in the environment without FID_SHARD_COUNT, so the number of shards is not known: set FID_SHARD_COUNT to it, or say --shard I/N (--shard 1/1 for the whole set)"
        ),
        Launch(
            "an array without a count", ["SLURM_ARRAY_TASK_ID": "1"],
            says:
                "SLURM_ARRAY_TASK_ID=1 is in the environment without SLURM_ARRAY_TASK_COUNT, so the number of shards is not known: set SLURM_ARRAY_TASK_COUNT to it, or say --shard I/N (--shard 1/1 for the whole set)"
        ),
        Launch(
            "an array with gaps", array(7, ["SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_MAX": "7"]),
            says:
                "the job array has gaps (SLURM_ARRAY_TASK_ID=7, SLURM_ARRAY_TASK_COUNT=4, SLURM_ARRAY_TASK_MIN=1, SLURM_ARRAY_TASK_MAX=7, SLURM_ARRAY_TASK_STEP=1), so its tasks cannot be numbered: submit it without, as --array=1-8, or say --shard I/N"
        ),
        Launch(
            "processes within an array", array(2, ["OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2"]),
            says:
                "both a job array (SLURM_ARRAY_TASK_ID=2, SLURM_ARRAY_TASK_COUNT=4, SLURM_ARRAY_TASK_MIN=0) and its processes (OMPI_COMM_WORLD_RANK=1, OMPI_COMM_WORLD_SIZE=2) could be the shards: say --shard I/N"
        ),
        Launch(
            "a size that overflows", ["PMI_RANK": "0", "PMI_SIZE": "99999999999999999999"],
            says:
                "PMI_SIZE in the environment is ‘99999999999999999999’ and should be a whole number: unset it, or say --shard I/N"
        ),
    ]

    @Test(arguments: refusals)
    func `an environment that cannot be right`(launch: Launch) throws {
        let (scratch, path) = try scratch()
        let run = try Command.run(["stats", path, "-o", scratch.path("x.npz")], environment: launch.environment)
        #expect(run.code == 2)
        #expect(run.output == "")
        #expect(run.errors == "fid: \(launch.says)\n")
        let chinese = try Command.run(
            ["stats", path, "-o", scratch.path("x.npz"), "--lang", "zh"], environment: launch.environment)
        #expect(chinese.code == 2)
        #expect(chinese.errors.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) })
        #expect(try scratch.contents() == ["x.npy"])
        // The way out that the sentences name.
        let whole = try Command.run(
            ["stats", path, "-o", scratch.path("x.npz"), "--shard", "1/1"], environment: launch.environment)
        #expect(whole.code == 0 && whole.output.hasSuffix("x.npz: 10 samples of 2 features\n"), "\(whole.errors)")
    }

    @Test func `an option that contradicts the launcher`() throws {
        let (scratch, path) = try scratch()
        let environment = ["OMPI_COMM_WORLD_RANK": "0", "OMPI_COMM_WORLD_SIZE": "4"]
        let arguments = ["stats", path, "-o", scratch.path("x.npz"), "--shard"]
        let run = try Command.run(arguments + ["2/4"], environment: environment)
        #expect(run.code == 2)
        #expect(
            run.errors
                == "fid: --shard says 2/4, and Open MPI makes this process shard 1/4 (OMPI_COMM_WORLD_RANK=0, OMPI_COMM_WORLD_SIZE=4): leave out --shard, so that each process takes its own\n"
        )
        #expect(try scratch.contents() == ["x.npy"])
        #expect(try Command.run(arguments + ["1/4"], environment: environment).code == 0, "the same is no contradiction")
        let batch = ["SLURM_PROCID": "0", "SLURM_NTASKS": "4"]
        #expect(
            try Command.run(arguments + ["2/8", "-o", scratch.path("y.npz")], environment: batch).code == 0,
            "a loop in a batch script")
    }

    @Test(arguments: ["5/4", "0/0", "a/b", "0/3", "3"])
    func `a shard that is none`(text: String) throws {
        let (scratch, path) = try scratch()
        let run = try Command.run(["stats", path, "-o", scratch.path("x.npz"), "--shard", text])
        #expect(run.code == 2 && run.output == "")
        #expect(run.errors.hasPrefix("fid: ") && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
        #expect(try scratch.contents() == ["x.npy"])
    }

    @Test func `more shards than rows`() throws {
        let (scratch, path) = try scratch()
        let run = try Command.run(["stats", path, "-o", scratch.path("x.npz"), "--shard", "3/11"])
        #expect(run.code == 2)
        #expect(run.errors == "fid: \(path): 10 rows cannot be split into 11 shards: use at most 10\n")
    }

    @Test func `the placeholder in a name, and a shard that would be overwritten`() throws {
        let (scratch, path) = try scratch()
        for index in 1...2 {
            let run = try Command.run([
                "stats", path, "-o", scratch.path("a{shard}.npz"), "--shard", "\(index)/12".replacing("12", with: "10"),
            ])
            #expect(run.code == 0)
        }
        #expect(try scratch.contents() == ["a01-of-10.npz", "a02-of-10.npz", "x.npy"])
        let target = scratch.path("a01-of-10.npz")
        let run = try Command.run(["stats", path, "-o", target, "--shard", "2/10"])
        #expect(run.code == 2)
        #expect(
            run.errors
                == "fid: \(target) already holds shard 1 of 10 of the same set: name another file, or put {shard} into its name\n"
        )
        #expect(try Command.run(["stats", path, "-o", target, "--shard", "1/10"]).code == 0, "the same shard again is a repair")
    }

    @Test func `a compact shard is of full precision or none`() throws {
        let (scratch, path) = try scratch()
        let arguments = ["stats", path, "-o", scratch.path("x.npz"), "--shard", "1/2", "--compact"]
        let run = try Command.run(arguments)
        #expect(run.code == 2)
        #expect(run.errors.contains("--compact keeps a factor rounded to float16"), "\(run.errors)")
        #expect(try Command.run(arguments + ["--precision", "float64"]).code == 0)
    }
}
