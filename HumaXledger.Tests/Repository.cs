namespace HumaXledger.Tests;

/// <summary>The folder of the solution, for tests that read the sources.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    public static string Folder(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find(DirectoryInfo? folder) =>
        folder switch
        {
            null => throw new InvalidOperationException(
                "The tests run from inside the repository; HumaXledger.sln was not found above them."
            ),
            _ when File.Exists(Path.Combine(folder.FullName, "HumaXledger.sln")) => folder.FullName,
            _ => Find(folder.Parent),
        };
}
