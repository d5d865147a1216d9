namespace HumaXledger.Tests.Cli;

/// <summary>The built program, run as a process as a script would.</summary>
public sealed class ProgramTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly InputFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Program_PlanOfTwoFiles_WritesOneLineOfJsonAndExitsWithZero()
    {
        var ran = await CommandResult.AsProcessAsync([
            "plan",
            "--huma",
            _files.People("huma.json", InputFiles.Kari),
            "--xledger",
            _files.People("xledger.json", InputFiles.Kari.Replace("a1", "17")),
        ]);

        Assert.Equal((0, ""), (ran.Status, ran.Error));
        Assert.Equal(1, ran.Output.Count(c => c == '\n'));
        Assert.Equal(
            ["differences", "changes", "blocked", "match", "guards", "forecast"],
            ran.Json.EnumerateObject().Select(property => property.Name)
        );
        Assert.Empty(ran.Json.GetProperty("differences").EnumerateArray());
    }

    [Fact]
    public async Task Program_MalformedFile_ExitsWithOneAndWritesOnlyToStandardError()
    {
        var ran = await CommandResult.AsProcessAsync([
            "match",
            "--huma",
            _files.Write("huma.json", "[{\"id\":\"1\",\n\"salary\":1}]"),
            "--xledger",
            _files.People("xledger.json"),
        ]);

        Assert.Equal((1, "", "json.unknownProperty"), (ran.Status, ran.Output, ran.Code));
        Assert.EndsWith("huma.json: line 2, $[0].salary", ran.Path, StringComparison.Ordinal);
        Assert.Equal(["code", "message", "path"], ran.Refusal.EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Program_ValidateOverAPipeThatPauses_AnswersBeforeTheNextQuestion()
    {
        using var process = CommandResult.Start("validate");
        for (var number = 0; number < 3; number++)
        {
            await process.StandardInput.WriteLineAsync($$"""{"field":"email","value":"p{{number}}@example.no"}""");
            await process.StandardInput.FlushAsync();
            Assert.Contains(
                $"p{number}@example.no",
                await process.StandardOutput.ReadLineAsync().WaitAsync(Patience),
                StringComparison.Ordinal
            );
        }

        process.StandardInput.Close();
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal(0, process.ExitCode);
    }

    [Fact]
    public async Task Program_OutputPipeClosed_ExitsQuietly()
    {
        using var process = CommandResult.Start("validate");
        process.StandardOutput.Close();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            var line = string.Concat(Enumerable.Repeat("{\"field\":\"email\",\"value\":\"kari@example.no\"}\n", 1_000));
            for (var count = 0; count < 1_000; count++)
            {
                await process.StandardInput.WriteAsync(line).WaitAsync(Patience);
            }

            Assert.Fail("The program reads on although nobody reads its answers.");
        }
        catch (IOException)
        {
            // The program has closed its end of the pipe.
        }

        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.Equal((0, ""), (process.ExitCode, await error));
    }

    [Theory]
    [InlineData("")]
    [InlineData("frobnicate")]
    [InlineData("match")]
    [InlineData("match --huma a.json")]
    [InlineData("match --huma a.json --xledger b.json --policy c.json")]
    [InlineData("match --huma a.json --xledger b.json c.json")]
    [InlineData("match --huma a.json --huma a.json --xledger b.json")]
    [InlineData("plan --huma a.json --xledger")]
    [InlineData("validate file.jsonl")]
    [InlineData("validate --country NO")]
    public void Usage_Wrong_ExitsWithTwoAndAShortUsageOnStandardError(string arguments)
    {
        var ran = CommandResult.Here(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));

        Assert.Equal((2, ""), (ran.Status, ran.Output));
        Assert.Contains("Usage: humaxledger validate", ran.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Usage_FileWithoutName_ExitsWithTwo() =>
        Assert.Equal(2, CommandResult.Here(["match", "--huma", "", "--xledger", ""]).Status);

    [Theory]
    [InlineData("--help", "humaxledger [command]")]
    [InlineData("plan --help", "--decisions <FILE>")]
    [InlineData("match -h", "--links <FILE>")]
    [InlineData("--version", ".")]
    public void Help_Requested_IsWrittenToStandardOutput(string arguments, string says)
    {
        var ran = CommandResult.Here(arguments.Split(' '));

        Assert.Equal((0, ""), (ran.Status, ran.Error));
        Assert.Contains(says, ran.Output, StringComparison.Ordinal);
    }
}
