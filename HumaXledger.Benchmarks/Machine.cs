using System.Globalization;
using System.Runtime.InteropServices;

namespace HumaXledger.Benchmarks;

/// <summary>What the numbers were measured on, without anything that names the machine.</summary>
internal static class Machine
{
    public static string Description =>
        $"{RuntimeInformation.OSDescription.Split('#')[0].Trim()} {RuntimeInformation.OSArchitecture}, {Environment.ProcessorCount} processors ({Processor}), {RuntimeInformation.FrameworkDescription}";

    /// <summary>
    /// Processes that wanted a processor, averaged over the last minute; above the number of processors, wall times are
    /// longer than they would be.
    /// </summary>
    public static string Load =>
        File.Exists("/proc/loadavg")
            ? double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture)
                .ToString("0.0", CultureInfo.InvariantCulture)
            : "not known";

    private static string Processor =>
        File.Exists("/proc/cpuinfo")
            ? File.ReadLines("/proc/cpuinfo")
                .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
                ?.Split(':')[1]
                .Trim()
                ?? "model not known"
            : "model not known";
}
