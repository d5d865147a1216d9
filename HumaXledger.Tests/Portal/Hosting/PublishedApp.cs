using System.Diagnostics;
using System.Runtime.InteropServices;

namespace HumaXledger.Tests.Portal.Hosting;

/// <summary>A web application in a folder of its own, as an operator installs it.</summary>
/// <param name="program">Its assembly.</param>
internal sealed class PublishedApp(string program)
{
    /// <summary>Bytes that the portal's folder may take.</summary>
    public const long LargestPortal = 45_000_000;

    // All tests that start processes wait for it.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>Its assembly.</summary>
    public string Program => program;

    /// <summary>Its folder.</summary>
    public string Folder { get; } = Path.GetDirectoryName(program)!;

    /// <summary>Bytes of all files in it.</summary>
    public long Size =>
        new DirectoryInfo(Folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(one => one.Length);

    /// <summary>Publishes the portal by the profile of this platform.</summary>
    /// <param name="folder">Where the result belongs.</param>
    /// <param name="arguments">Further ones of <c>dotnet publish</c>.</param>
    public static Task<PublishedApp> PublishPortalAsync(string folder, params IEnumerable<string> arguments) =>
        PublishAsync(
            Repository.Folder("HumaXledger.Portal", "HumaXledger.Portal.csproj"),
            folder,
            [$"-p:PublishProfile={RuntimeInformation.RuntimeIdentifier}", .. arguments]
        );

    /// <summary>Publishes a project.</summary>
    /// <param name="project">Its file.</param>
    /// <param name="folder">Where the result belongs.</param>
    /// <param name="arguments">Further ones of <c>dotnet publish</c>.</param>
    public static async Task<PublishedApp> PublishAsync(
        string project,
        string folder,
        params IEnumerable<string> arguments
    )
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (
            var argument in (IEnumerable<string>)
                [
                    "publish",
                    project,
                    "--output",
                    folder,
                    "--nologo",
                    "--verbosity",
                    "quiet",
                    // Servers that a build leaves behind would outlive the temporary folder that they inherit.
                    "-nodeReuse:false",
                    "-p:UseSharedCompilation=false",
                    // The build has done that.
                    "-p:RunAnalyzers=false",
                    .. arguments,
                ]
        )
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var late = new CancellationTokenSource(Patience);
        string said;
        try
        {
            said = await process.StandardOutput.ReadToEndAsync(late.Token);
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException fault)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{project} was not published within {Patience.TotalMinutes:0} minutes.", fault);
        }

        return process.ExitCode == 0
            ? new PublishedApp(Path.Combine(folder, Path.ChangeExtension(Path.GetFileName(project), ".dll")))
            : throw new InvalidOperationException($"{project} could not be published: {said}");
    }
}
