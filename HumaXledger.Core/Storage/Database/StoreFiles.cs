using System.Runtime.Versioning;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// Who may read the files of a SQLite store: they hold personal data, so what is created is its owner's alone. On
/// Windows the folder's permissions are inherited, and nothing is done or checked here.
/// </summary>
public static class StoreFiles
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnFolder = OwnFile | UnixFileMode.UserExecute;

    /// <summary>Everything but what the owner may.</summary>
    private const UnixFileMode Others =
        UnixFileMode.GroupRead
        | UnixFileMode.GroupWrite
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherWrite
        | UnixFileMode.OtherExecute;

    /// <summary>Creates an empty file where there is none, and its folder; SQLite gives its other files the same
    /// mode.</summary>
    public static void Create(string file)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }

        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder, OwnFolder);
        }

        if (!File.Exists(file))
        {
            Open(file, FileShare.ReadWrite).Dispose();
        }
    }

    /// <summary>Opens a file; creates it where there is none.</summary>
    /// <param name="share">What other processes may do meanwhile.</param>
    /// <exception cref="IOException">Another process has it open, and does not share it.</exception>
    public static FileStream Open(string file, FileShare share)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = share,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnFile;
        }

        return new FileStream(file, options);
    }

    /// <summary>The store's folder and file, as far as other accounts may do something with them.</summary>
    public static IReadOnlyList<string> OpenToOthers(string file) =>
        OperatingSystem.IsWindows() ? [] : [.. new[] { Path.GetDirectoryName(file)!, file }.Where(IsOpenToOthers)];

    [UnsupportedOSPlatform("windows")]
    private static bool IsOpenToOthers(string path) => (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;
}
