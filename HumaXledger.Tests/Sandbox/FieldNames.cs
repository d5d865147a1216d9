using HumaXledger.Core.People;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sandbox;

/// <summary>
/// The fields of Core and those of the sandbox, which share no code: both are in the same order
/// (<see cref="People.FieldTablesTests"/>).
/// </summary>
internal static class FieldNames
{
    public static SandboxField InSandbox(this Field field) => (SandboxField)(int)field;

    public static Field InCore(this SandboxField field) => (Field)(int)field;
}
