using System.Text.Json;

namespace HumaXledger.Tests.Cli;

/// <summary>Runs the command <c>plan</c> with files of one test.</summary>
public abstract class PlanCommandTest : IDisposable
{
    private protected InputFiles Files { get; } = new();

    public void Dispose()
    {
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static string Person(string id, string? more = null) =>
        $$"""{"id":"{{id}}","givenName":"Kari","familyName":"Nordmann"{{(more is null ? "" : "," + more)}}}""";

    private protected static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private protected static IEnumerable<JsonElement> Differences(CommandResult ran) =>
        ran.Json.GetProperty("differences").EnumerateArray();

    private protected string Linked() => Files.Write("links.json", """[{"humaId":"a1","xledgerId":"17"}]""");

    private protected CommandResult Plan(string[] huma, string[] xledger, params string[] more) =>
        CommandResult.Here([
            "plan",
            "--huma",
            Files.People("huma.json", huma),
            "--xledger",
            Files.People("xledger.json", xledger),
            .. more,
        ]);
}
