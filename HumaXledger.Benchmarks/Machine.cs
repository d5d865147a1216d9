using System.Globalization;
using System.Runtime.InteropServices;

namespace HumaXledger.Benchmarks;

/// <summary>The machine of the measurements, without identifying it.</summary>
internal static class Machine
{
    /// <summary>Operating system, processors and runtime.</summary>
    public static string Description =>
        $"{RuntimeInformation.OSDescription.Split('#')[0].Trim()} {RuntimeInformation.OSArchitecture}, "
        + $"{Environment.ProcessorCount} processors ({Processor}), {RuntimeInformation.FrameworkDescription}";

    /// <summary>The load average of the last minute; above the number of processors, wall times are too long.</summary>
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
