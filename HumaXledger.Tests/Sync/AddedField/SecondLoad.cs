using System.Reflection;
using System.Runtime.Loader;

namespace HumaXledger.Tests.Sync.AddedField;

/// <summary>
/// The assemblies of this repository, loaded once more with static fields of their own; all others are shared.
/// </summary>
internal sealed class SecondLoad() : AssemblyLoadContext("one field more")
{
    /// <summary>Runs a static method that takes nothing and gives a task.</summary>
    public static async Task RunAsync(Type type, string method)
    {
        var context = new SecondLoad();
        // What asks for an assembly by its name gets the one of this load.
        using (context.EnterContextualReflection())
        {
            var again = context.LoadFromAssemblyPath(type.Assembly.Location).GetType(type.FullName!)!;
            Assert.NotSame(type, again);
            await (Task)again.GetMethod(method, BindingFlags.Public | BindingFlags.Static)!.Invoke(null, null)!;
        }
    }

    protected override Assembly? Load(AssemblyName name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, $"{name.Name}.dll");
        return name.Name!.StartsWith("HumaXledger.", StringComparison.Ordinal) && File.Exists(path)
            ? LoadFromAssemblyPath(path)
            : null;
    }
}
