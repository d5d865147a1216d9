namespace HumaXledger.Benchmarks.Starting;

/// <summary>Settings of the portals that are started; each kind has a database of its own below the folder.</summary>
internal static class PortalSettings
{
    /// <summary>Those of an installation: sign-in with Entra ID, SQLite, no sandbox.</summary>
    public static IReadOnlyList<string> Production(string folder) =>
        [
            "--environment=Production",
            "--AzureAd:TenantId=11111111-2222-3333-4444-555555555555",
            "--AzureAd:ClientId=66666666-7777-8888-9999-000000000000",
            "--AzureAd:ClientSecret=invented",
            "--Proxies:Trusted:0=127.0.0.1",
            Database(folder, "production"),
        ];

    /// <summary>Those of a first look: both systems by the sandbox, with its 250 people.</summary>
    public static IReadOnlyList<string> Development(string folder)
    {
        var sandbox = $"http://127.0.0.1:{BuiltPortal.FreePort()}";
        return
        [
            "--environment=Development",
            "--Access:DevelopmentSignIn=true",
            "--Sandbox:Enabled=true",
            $"--Sandbox:Url={sandbox}",
            $"--Huma:Environments:Sandbox:BaseAddress={sandbox}/huma",
            $"--Xledger:Environments:Sandbox:Endpoint={sandbox}/xledger/graphql",
            "--Mail:Mode=Off",
            Database(folder, "development"),
        ];
    }

    /// <summary>Those of an installation with several nodes.</summary>
    /// <param name="connection">Connection string of an empty database.</param>
    public static IReadOnlyList<string> Postgres(string folder, string connection) =>
        [
            .. Production(folder).SkipLast(1),
            "--Storage:Provider=PostgreSql",
            $"--ConnectionStrings:HumaXledger={connection}",
        ];

    private static string Database(string folder, string name) =>
        $"--ConnectionStrings:HumaXledger=Data Source={Path.Combine(folder, $"{name}.db")}";
}
