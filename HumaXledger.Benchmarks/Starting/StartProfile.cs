using HumaXledger.Tests;
using HumaXledger.Tests.Portal.Hosting;

namespace HumaXledger.Benchmarks.Starting;

/// <summary>
/// Records which methods a start runs, for the published portal: its publish profiles compile these ahead of time
/// (docs/decisions/0067).
/// </summary>
internal static class StartProfile
{
    // Methods as they are compiled (0x10) with their details (0x4000000000), types (0x80000) and modules (0x8).
    private const string Provider = "Microsoft-Windows-DotNETRuntime:0x4000080018:5";

    // What begins after the first page is part of a start too, and the model of the store may be made until then.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(6);

    /// <summary>Writes the profile of the portal.</summary>
    /// <param name="args">The connection string of an empty PostgreSQL database, whose start counts too.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("humaxledger-profile-").FullName;
        try
        {
            var portal = await PublishedApp.PublishPortalAsync(
                Path.Combine(folder, "portal"),
                "-p:StartIsRecorded=true"
            );
            using var traced = new TracedMethods(portal.Folder);
            await RecordAsync(PortalSettings.Production(folder), Settling);
            await RecordAsync(PortalSettings.Development(folder));
            if (args is [var connection])
            {
                await RecordAsync(PortalSettings.Postgres(folder, connection));
            }

            var file = Repository.Folder("HumaXledger.Portal", "Properties", "PublishProfiles", "start.mibc");
            var profile = new MethodProfile(Path.GetFileName(file), traced.All());
            profile.Write(file);
            await output.WriteLineAsync($"{file}: {profile.Methods} methods");
            return 0;

            async Task RecordAsync(IReadOnlyList<string> settings, TimeSpan settles = default)
            {
                // The first start migrates, which an installation rarely does.
                await FirstPage.OfAsync(portal, folder, settings);
                var trace = Path.Combine(folder, "start.nettrace");
                await FirstPage.OfAsync(
                    portal,
                    folder,
                    settings,
                    new Dictionary<string, string>
                    {
                        ["DOTNET_EnableEventPipe"] = "1",
                        ["DOTNET_EventPipeConfig"] = Provider,
                        ["DOTNET_EventPipeOutputPath"] = trace,
                        ["DOTNET_EventPipeRundown"] = "0",
                    },
                    settles
                );
                traced.Read(trace);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
