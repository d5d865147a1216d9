using System.Diagnostics;

namespace HumaXledger.Tests.Architecture;

/// <summary><c>eng/failures</c>, by which <c>./test</c> ends after a failure.</summary>
public sealed class FailuresScriptTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failures_OfAReport_AreNamedWithMessageAndOwnLine()
    {
        var report = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                report,
                $"""
                <assemblies><assembly failed="1" errors="1"><errors><error type="class-cleanup" name="Of a fixture">
                <failure exception-type="X"><message><![CDATA[Left behind.]]></message></failure></error></errors>
                <collection><test name="A.Passes" result="Pass" time="1" />
                <test id="1" name="A.B(text: &quot;a > b&quot;)" result="Fail"><failure exception-type="Y">
                <message>Expected: &lt;1&gt;&#xA;{new string('å', 400)}</message>
                <stack-trace>   at System.Linq.First()
                   at HumaXledger.Tests.Fakes.Until.SoAsync() in Until.cs:line 21
                   at HumaXledger.Tests.A.B() in A.cs:line 7
                   at HumaXledger.Tests.A.C() in A.cs:line 9</stack-trace></failure></test></collection></assembly>
                </assemblies>
                """,
                Cancellation
            );
            using var script = Process.Start(
                new ProcessStartInfo(Repository.Folder("eng", "failures"), [report]) { RedirectStandardOutput = true }
            )!;

            var said = await script.StandardOutput.ReadToEndAsync(Cancellation);

            await script.WaitForExitAsync(Cancellation);
            Assert.Equal(0, script.ExitCode);
            Assert.Equal(
                $"""
                ERROR  Of a fixture
                    Left behind.
                FAILED  A.B(text: "a > b")
                    Expected: <1>
                    {new string('å', 292)}…
                    at HumaXledger.Tests.A.B() in A.cs:line 7

                """,
                said
            );
        }
        finally
        {
            File.Delete(report);
        }
    }
}
