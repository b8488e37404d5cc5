// The `content` codec as a .NET gateway runs it: the printed CompressString of CV 2088/BGDĐT-GDTH (annex 1, II.2.8) over GZipStream,
// and its inverse, for which nothing is printed. Usage: Content.exe compress|decompress IN OUT
using System;
using System.IO;
using System.IO.Compression;
using System.Text;

static class Content
{
    static string Compress(string text)
    {
        byte[] buffer = Encoding.UTF8.GetBytes(text);
        var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionMode.Compress, true))
            gzip.Write(buffer, 0, buffer.Length);
        byte[] compressed = memory.ToArray();
        byte[] result = new byte[compressed.Length + 4];
        Buffer.BlockCopy(BitConverter.GetBytes(buffer.Length), 0, result, 0, 4);
        Buffer.BlockCopy(compressed, 0, result, 4, compressed.Length);
        return Convert.ToBase64String(result);
    }

    static string Decompress(string content)
    {
        byte[] data = Convert.FromBase64String(content);
        byte[] buffer = new byte[BitConverter.ToInt32(data, 0)];
        using (var gzip = new GZipStream(new MemoryStream(data, 4, data.Length - 4), CompressionMode.Decompress))
        {
            int at = 0, read;
            while (at < buffer.Length && (read = gzip.Read(buffer, at, buffer.Length - at)) > 0) at += read;
            if (at != buffer.Length) throw new InvalidDataException("the claimed length is wrong");
        }
        return Encoding.UTF8.GetString(buffer);
    }

    static int Main(string[] args)
    {
        string input = File.ReadAllText(args[1], new UTF8Encoding(false));
        string output = args[0] == "compress" ? Compress(input) : Decompress(input);
        File.WriteAllText(args[2], output, new UTF8Encoding(false));
        return 0;
    }
}
